# A NixOS system of these modules.
{ system, modules }:
let
  lib = import ../../lib.nix;
  evaluated = lib.evalModules {
    specialArgs = {
      inherit lib pkgs;
      modulesPath = toString ../modules;
    };
    modules = [
      ../modules/base.nix
      { nixpkgs.system = system; }
    ] ++ modules;
  };
  chosen = evaluated.config.nixpkgs;
  pkgs =
    if chosen.pkgs != null then
      chosen.pkgs
    else
      import ../../. {
        inherit (chosen) config overlays system;
      };
in
evaluated // { inherit pkgs; }
