# The programs, built of the sources beside: bin/claude-sandbox with its helpers. Written by hand; everything else in this directory is written by `claude-sandbox generate`.
{
  lib,
  stdenv,
  buildDotnetModule,
  dotnetCorePackages,
  openssl,
}:
let
  # Without a runtime, each a program of one file.
  runtimeFree = {
    claude-sandbox = "src/Sandbox.Starter";
    claude-sandbox-exec = "src/Sandbox.Executor";
    claude-sandbox-guest = "src/Sandbox.Guest";
    claude-sandbox-probe = "src/Sandbox.Probe";
  };
  cli = "src/Sandbox.Cli";
in
buildDotnetModule {
  pname = "claude-sandbox";
  version = "0.1.0";

  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [
      ../src
      ../templates
      ../.editorconfig
      ../BannedSymbols.txt
      ../Directory.Build.props
      ../Directory.Packages.props
      ../global.json
    ];
  };

  projectFile = map (project: "${project}/${baseNameOf project}.csproj") (
    lib.attrValues runtimeFree ++ [ cli ]
  );

  # Names, versions and hashes; from where, nixpkgs knows. OwnFlakeTests holds it to what the projects restore.
  nugetDeps = ./deps.json;
  dotnet-sdk = dotnetCorePackages.sdk_10_0;
  dotnet-runtime = null;
  runtimeId = "linux-x64";

  # gcc and ld: the executor and the starter are linked by ld itself, the launcher by gcc.
  nativeBuildInputs = [ stdenv.cc ];

  # Programs that belong together, and none that needs a wrapper.
  buildPhase = ''
    runHook preBuild

    for project in ${toString (lib.attrValues runtimeFree)}; do
      dotnet build "$project" --no-restore --configuration Release -p:UseSharedCompilation=false -p:ContinuousIntegrationBuild=true
    done

    # The launcher looks for OpenSSL in its run path, which is no writable directory and not that of the program.
    dotnet publish ${cli} --no-restore --configuration Release -p:UseSharedCompilation=false -p:ContinuousIntegrationBuild=true \
      -p:IlcRPath=${lib.getLib openssl}/lib --output publish

    runHook postBuild
  '';

  installPhase = ''
    runHook preInstall

    install -Dm755 publish/claude-sandbox-cli "$out/bin/claude-sandbox-cli"
    ${lib.concatStringsSep "\n    " (
      lib.mapAttrsToList (
        name: project: ''install -Dm755 ${project}/bin/Release/net10.0/${name} "$out/bin/${name}"''
      ) runtimeFree
    )}
    ln -s claude-sandbox "$out/bin/claude-sandbox-container"
    ln -s claude-sandbox "$out/bin/claude-sandbox-vm"

    export HOME=$TMPDIR
    "$out/bin/claude-sandbox" man --out "$out/share/man"
    mkdir -p "$out/share/bash-completion/completions" "$out/share/zsh/site-functions" "$out/share/fish/vendor_completions.d"
    "$out/bin/claude-sandbox" completions bash > "$out/share/bash-completion/completions/claude-sandbox"
    "$out/bin/claude-sandbox" completions zsh > "$out/share/zsh/site-functions/_claude-sandbox"
    "$out/bin/claude-sandbox" completions fish > "$out/share/fish/vendor_completions.d/claude-sandbox.fish"

    runHook postInstall
  '';
  dontDotnetFixup = true;

  # Those without a runtime have neither interpreter nor libraries: there is nothing to patch.
  dontPatchELF = true;

  meta = {
    description = "Runs AI coding agents in a sandbox";
    license = lib.licenses.mit;
    mainProgram = "claude-sandbox";
    platforms = [ "x86_64-linux" ];
  };
}
