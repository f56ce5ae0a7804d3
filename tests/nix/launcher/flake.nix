# The programs that a test puts into bin beside this file.
{
  outputs =
    { self }:
    let
      programs = system: {
        cli = derivation {
          name = "claude-sandbox-cli";
          inherit system;
          builder = "/bin/sh";
          args = [ "-euc" "mkdir $out; cp -r ${self}/bin $out/bin; chmod 755 $out/bin/*" ];
          PATH = "/usr/bin:/bin";
        };
      };
    in
    {
      packages.x86_64-linux = programs "x86_64-linux";
      packages.aarch64-linux = programs "aarch64-linux";
    };
}
