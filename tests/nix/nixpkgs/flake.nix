# As much of nixpkgs as the generated files ask for, made of real derivations with /bin/sh: it can be built without a network.
{
  outputs = { self }: { lib = import ./lib.nix; };
}
