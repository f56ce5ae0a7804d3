# As much of nixpkgs as the generated files ask for, made of real derivations with /bin/sh: it can be built without a network.
{
  outputs =
    { self }:
    let
      lib = import ./lib.nix;
    in
    {
      lib = lib // {
        nixosSystem = arguments: import ./nixos/lib/eval-config.nix arguments;
      };
    };
}
