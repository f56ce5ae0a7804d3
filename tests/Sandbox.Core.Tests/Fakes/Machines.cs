using Sandbox.Core.Hosts;

namespace Sandbox.Core.Tests.Fakes;

/// <summary>Machines as they are in the field.</summary>
internal static class Machines
{
    /// <summary>Debian 12: merged /usr, an ordinary user, a project with git.</summary>
    public static Machine Debian(string? terminal = null) => Common(new Machine { Terminal = terminal }, merged: true);

    public static Machine DebianRoot() => Common(new Machine { Uid = 0, HomeDirectory = "/root" }, merged: true);

    /// <summary>Real /bin, /sbin and /lib beside /usr.</summary>
    public static Machine SplitUsr() => Common(new Machine(), merged: false);

    /// <summary>NixOS: /bin/sh and /usr/bin/env only, everything else in the store, /etc made of links into it.</summary>
    public static Machine NixOs()
    {
        Machine machine = new();
        const string Etc = "/nix/store/aaaa-etc/etc";
        machine.Files.File("/bin/sh").File("/usr/bin/env")
            .File($"{Etc}/os-release", "ID=nixos\n").File($"{Etc}/ssl/certs/ca-bundle.crt").Directories("/nix/store/bbbb-profile/bin", "/nix/var/nix/profiles")
            .Link("/etc/static", Etc).Link("/etc/os-release", "/etc/static/os-release").Link("/etc/ssl", "/etc/static/ssl")
            .File("/etc/hosts", "127.0.0.1 localhost\n").File("/etc/resolv.conf", "nameserver 192.0.2.1\n")
            .Link("/run/current-system", "/nix/store/bbbb-profile");
        machine.Environment["PATH"] = "/run/current-system/sw/bin:/nix/store/bbbb-profile/bin";
        return User(machine);
    }

    private static Machine Common(Machine machine, bool merged)
    {
        FakeFiles files = machine.Files;
        files.Directories("/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib64", "/usr/share", "/opt", "/boot", "/var/lib").File("/usr/bin/bash").File("/usr/bin/true");
        foreach (string name in (string[])["bin", "sbin", "lib", "lib64"])
        {
            _ = merged ? files.Link("/" + name, "usr/" + name) : files.Directories("/" + name);
        }

        if (!merged)
        {
            files.File("/bin/bash");
        }

        files.Directories("/etc/ssl/certs", "/etc/ssl/private", "/etc/alternatives", "/etc/java-17-openjdk")
            .File("/etc/ld.so.cache").File("/etc/os-release").File("/etc/shadow").Link("/etc/localtime", "/usr/share/zoneinfo/Etc/UTC").File("/etc/hosts", "192.0.2.7 build\n")
            .File("/etc/resolv.conf", "nameserver 192.0.2.1\n");
        files.Change("/etc/ssl/private", e => e with { Mode = 0b111_001_000 });
        files.Change("/etc/shadow", e => e with { Mode = 0b110_100_000 });
        files.Add("/dev/null", PathKind.CharacterDevice).File("/proc/kcore").File("/proc/sysrq-trigger").Directories("/proc/acpi", "/proc/sys", "/sys", "/run", "/tmp");
        return User(machine);
    }

    private static Machine User(Machine machine)
    {
        machine.Files.Directories(machine.HomeDirectory, Machine.Project + "/src").File(machine.HomeDirectory + "/.gitconfig", "[user]\n\tname = Ada\n");
        machine.Files.Directories(Machine.Project + "/.git/hooks", Machine.Project + "/.git/objects");
        return machine;
    }
}
