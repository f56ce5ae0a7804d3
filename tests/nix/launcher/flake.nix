# The programs that a test puts into bin beside this file.
{
  outputs =
    { self }:
    {
      packages.x86_64-linux.cli = derivation {
        name = "claude-sandbox-cli";
        system = "x86_64-linux";
        builder = "/bin/sh";
        args = [ "-euc" "mkdir $out; cp -r ${self}/bin $out/bin; chmod 755 $out/bin/*" ];
        PATH = "/usr/bin:/bin";
      };
    };
}
