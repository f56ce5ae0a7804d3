# The options of NixOS that our modules define, and what becomes of a machine with such a module.
{ lib, pkgs }:
modules:
(lib.evalModules {
  specialArgs = { inherit lib pkgs; };
  modules = [
    {
      options =
        let
          option = type: default: lib.mkOption { inherit type default; };
        in
        {
          assertions = option (lib.types.listOf lib.types.attrs) [ ];
          boot.kernel.sysctl = option lib.types.attrs { };
          environment.systemPackages = option (lib.types.listOf lib.types.package) [ ];
          environment.etc = option lib.types.attrs { };
          nixpkgs.config = option lib.types.attrs { };
          security.unprivilegedUsernsClone = option lib.types.bool false;
        };
    }
  ] ++ modules;
})
