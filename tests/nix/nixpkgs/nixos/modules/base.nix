# The options of NixOS that our modules define, and what becomes of a system with them.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) types;
  option = type: default: lib.mkOption { inherit type default; };
  files = config.environment.etc // {
    fstab.text = lib.concatStringsSep "" (map (place: "${config.fileSystems.${place}.device} ${place} ${config.fileSystems.${place}.fsType} ${lib.concatStringsSep "," config.fileSystems.${place}.options} 0 0\n") (lib.attrNames config.fileSystems));
  };
in
{
  options = {
    assertions = option (types.listOf types.attrs) [ ];
    boot.isNspawnContainer = option types.bool false;
    boot.kernel.sysctl = option types.attrs { };
    environment.etc = option types.attrs { };
    environment.loginShellInit = option types.lines "";
    environment.systemPackages = option (types.listOf types.package) [ ];
    environment.variables = option types.attrs { };
    fileSystems = option types.attrs { };
    fonts.fontconfig.enable = option types.bool false;
    networking.hostName = option types.str "nixos";
    networking.useDHCP = option types.bool true;
    nixpkgs.config = option types.attrs { };
    nixpkgs.overlays = option (types.listOf types.anything) [ ];
    nixpkgs.pkgs = option types.anything null;
    nixpkgs.system = option types.str "";
    programs.nix-ld = option types.attrs { };
    security.sudo.wheelNeedsPassword = option types.bool true;
    security.unprivilegedUsernsClone = option types.bool false;
    services.displayManager = option types.attrs { };
    services.getty.autologinUser = option types.str "";
    services.xserver = option types.attrs { };
    system.build = option types.attrs { };
    system.name = option types.str config.networking.hostName;
    system.stateVersion = option types.str "";
    systemd.services = option types.attrs { };
    users.groups = option types.attrs { };
    users.users = option types.attrs { };
  };

  config.system.build.toplevel =
    pkgs.runCommand "nixos-system-${config.system.name}"
      {
        names = lib.attrNames files;
        texts = map (name: pkgs.writeText "text" files.${name}.text) (lib.attrNames files);
        packages = config.environment.systemPackages;
      }
      ''
        set -- $texts
        for name in $names; do
          mkdir -p "$out/etc/''${name%/*}"
          [ "$name" != "''${name%/*}" ] || rmdir "$out/etc/$name"
          cp "$1" "$out/etc/$name"
          shift
        done
        mkdir -p "$out/sw/bin"
        for package in $packages; do
          [ ! -d "$package/bin" ] || for program in "$package"/bin/*; do ln -sf "$program" "$out/sw/bin/"; done
        done
      '';
}
