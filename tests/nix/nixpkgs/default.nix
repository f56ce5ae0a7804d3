{ system, config ? { }, overlays ? [ ] }:
let
  lib = import ./lib.nix;

  run =
    name: variables: script:
    derivation (
      {
        inherit name system;
        builder = "/bin/sh";
        args = [ "-euc" script ];
        PATH = "/usr/bin:/bin";
      }
      // variables
    );

  # A package of this name whose program says so.
  package =
    name:
    run name { inherit name; } ''
      mkdir -p "$out/bin"
      printf '#!/bin/sh\necho "%s of the store"\n' "$name" > "$out/bin/$name"
      chmod 755 "$out/bin/$name"
    '';

  names = [
    "claude-code" "git" "gh" "openssh" "nodejs" "bun" "python3" "tmux" "coreutils" "bash" "nix" "xclip" "gnugrep" "gnused" "gawk" "findutils" "diffutils" "patch" "ripgrep" "fd"
    "jq" "less" "file" "which" "bc" "gnutar" "gzip" "bzip2" "xz" "zstd" "zip" "unzip" "curl" "wget" "rsync" "gnumake" "procps" "psmisc" "lsof" "htop" "tree" "vim" "util-linux"
    "strace" "uv" "shellcheck" "shfmt" "delta" "just" "graphviz" "parallel" "gnupg" "openssl" "sqlite" "yq-go" "gcc" "binutils" "pkg-config" "imagemagick" "pandoc"
    "poppler-utils" "dnsutils" "iputils" "netcat-gnu" "socat" "direnv" "entr" "watchexec" "hyperfine" "tokei" "cloc" "age" "sops" "nano" "hello" "chromium" "bubblewrap" "systemd" "zlib" "expat" "icu" "libxml2" "libuuid"
  ];

  own =
    pkgs:
    builtins.listToAttrs (map (name: { inherit name; value = package name; }) names)
    // {
      inherit lib pkgs system;
      path = ./.;
      runtimeShell = "/bin/bash";
      stdenv = {
        cc.cc = package "gcc-lib";
        hostPlatform = {
          inherit system;
          isAarch64 = system == "aarch64-linux";
        };
      };
      python3Packages.pip = package "pip";
      claude-code = if config.allowUnfree or false then package "claude-code" else throw "Package `claude-code' has an unfree license";

      runCommand = run;

      writeText = name: text: run name { inherit text; } ''printf '%s' "$text" > "$out"'';
      writeShellScript = name: text: run name { inherit text; } ''printf '%s\n%s' '#!/bin/bash' "$text" > "$out"; chmod 755 "$out"'';
      writeTextProgram = name: text: run name { inherit name text; } ''mkdir -p "$out/bin"; printf '%s' "$text" > "$out/bin/$name"; chmod 755 "$out/bin/$name"'';

      writeShellApplication =
        { name, runtimeInputs ? [ ], text }:
        run name
          {
            inherit name text;
            search = lib.concatStringsSep ":" (map (p: "${p}/bin") runtimeInputs);
          }
          ''
            mkdir -p "$out/bin"
            { echo '#!/bin/sh'; echo 'set -eu'; echo "export PATH=\"$search''${search:+:}\$PATH\""; printf '%s\n' "$text"; } > "$out/bin/$name"
            chmod 755 "$out/bin/$name"
          '';

      symlinkJoin =
        { name, paths, postBuild ? "" }:
        run name { inherit paths; } ''
          mkdir -p "$out"
          for path in $paths; do cp -rs "$path/." "$out/"; chmod -R u+w "$out"; done
          ${postBuild}
        '';

      # Of the real ones only what can be evaluated.
      buildDotnetModule = { pname, version, src, nugetDeps, buildPhase, installPhase, ... }: run "${pname}-${version}" { inherit src nugetDeps buildPhase installPhase; } ''mkdir "$out"'';
      dotnetCorePackages.sdk_10_0 = package "dotnet-sdk";

      mkShell = { packages }: run "shell" { inherit packages; } ''echo "$packages" > "$out"'';

      callPackage = lib.callPackageWith pkgs;
    };

  # Each layer sees the whole and what is below it.
  pkgs = builtins.foldl' (below: layer: below // layer pkgs below) (own pkgs) overlays;
in
pkgs
