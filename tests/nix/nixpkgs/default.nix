{ system, config ? { } }:
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
    "poppler-utils" "dnsutils" "iputils" "netcat-gnu" "socat" "direnv" "entr" "watchexec" "hyperfine" "tokei" "cloc" "age" "sops" "nano" "hello"
  ];

  pkgs =
    builtins.listToAttrs (map (name: { inherit name; value = package name; }) names)
    // {
      inherit lib pkgs system;
      python3Packages.pip = package "pip";

      runCommand = run;

      writeText = name: text: run name { inherit text; } ''printf '%s' "$text" > "$out"'';

      writeShellApplication =
        { name, runtimeInputs ? [ ], text }:
        run name
          {
            inherit name text;
            search = lib.concatStringsSep ":" (map (p: "${p}/bin") runtimeInputs);
          }
          ''
            mkdir -p "$out/bin"
            { echo '#!/bin/sh'; echo 'set -eu'; echo "export PATH=\"$search:\$PATH\""; printf '%s\n' "$text"; } > "$out/bin/$name"
            chmod 755 "$out/bin/$name"
          '';

      mkShell = { packages }: run "shell" { inherit packages; } ''echo "$packages" > "$out"'';

      callPackage =
        file: arguments:
        let
          function = import file;
        in
        function (builtins.intersectAttrs (builtins.functionArgs function) pkgs // arguments);
    };
in
pkgs
