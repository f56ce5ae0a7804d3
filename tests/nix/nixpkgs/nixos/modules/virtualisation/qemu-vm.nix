# A machine in QEMU. As in NixOS, its own file systems take the place of the plain ones.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) types;
  option = type: default: lib.mkOption { inherit type default; };
  cfg = config.virtualisation;
in
{
  options.virtualisation = {
    cores = option types.int 1;
    fileSystems = option types.attrs { };
    graphics = option types.bool true;
    memorySize = option types.int 1024;
    qemu.consoles = option (types.listOf types.str) [ ];
    qemu.networkingOptions = option (types.listOf types.str) [ ];
    qemu.options = option (types.listOf types.str) [ ];
  };

  config = {
    fileSystems = lib.mkForce cfg.fileSystems;
    virtualisation.qemu.networkingOptions = [ "-net nic,netdev=user.0,model=virtio" "-netdev user,id=user.0" ];

    system.build.vm = pkgs.writeTextProgram "run-${config.system.name}-vm" ''
      #!/bin/sh
      echo qemu -name ${config.system.name} -m ${toString cfg.memorySize} -smp ${toString cfg.cores} ${lib.concatStringsSep " " (cfg.qemu.networkingOptions ++ cfg.qemu.options)} \
        -append "init=${config.system.build.toplevel}/init ${lib.concatStringsSep " " (map (c: "console=${c}") cfg.qemu.consoles)}" "$@"

      # In place of a command inside: it ends with the number of its words.
      for word; do
        case $word in
          *,mount_tag=claude_meta,*) meta=''${word#local,path=}; meta=''${meta%%,*} ;;
          file,id=exit,path=*) tr -cd '\0' < "$meta/entrypoint" | wc -c > "''${word#file,id=exit,path=}" ;;
        esac
      done
    '';
  };
}
