using Sandbox.Core.Forwards;
using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>Every forward of the catalogue: there, missing although asked for, missing and not asked for.</summary>
public sealed class ForwardTests
{
    /// <summary>Name, how to make it present, target inside, variables it sets.</summary>
    public static TheoryData<string, string, string[]> Catalogue => new()
    {
        { "git-config", Machine.Home + "/.gitconfig", [] },
        { "nix-store", "/nix/store", [] },
        { "current-system", "/run/current-system/sw", [] },
        { "gh-config", Machine.Home + "/.config/gh", [] },
        { "ssh-agent", "/tmp/ssh-x/agent.1", ["SSH_AUTH_SOCK=/tmp/ssh-x/agent.1"] },
        { "nix-daemon", "/nix/var/nix/daemon-socket", ["NIX_REMOTE=daemon"] },
        { "docker", "/run/docker.sock", [] },
        { "system-bus", "/run/dbus/system_bus_socket", [] },
        { "session-bus", "/run/user/1000/bus", ["DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus"] },
        { "keyring", "/run/user/1000/keyring", ["GNOME_KEYRING_CONTROL=/run/user/1000/keyring"] },
        { "wayland", "/run/user/1000/wayland-0", ["WAYLAND_DISPLAY=wayland-0"] },
        { "x11", "/tmp/.X11-unix/X1", ["DISPLAY=:1.0", "XAUTHORITY=/home/ada/.Xauthority"] },
        { "gpu", "/dev/dri", [] },
        { "audio", "/run/user/1000/pulse/native", [] },
    };

    [Fact]
    public void The_table_of_these_tests_is_complete() =>
        Assert.Equal(ForwardCatalog.All.Where(f => f.Sources.Count > 0).Select(f => f.Name), Catalogue.Select(row => (string)row[0]));

    [Fact]
    public void A_forward_without_sources_brings_nothing_of_the_host_in()
    {
        Forward forward = Assert.Single(ForwardCatalog.All, f => f.Sources.Count == 0);
        Assert.Equal("gh-token", forward.Name);
        Assert.NotNull(forward.Grants);
        Assert.Equal(Machines.Debian().Plan().Mounts.Select(m => m.Target), Machines.Debian().Plan("--forward", "gh-token").Mounts.Select(m => m.Target));
        Assert.Contains("--forward gh-token needs --network allowlist", Machines.Debian().Refusal("--forward", "gh-token", "--network", "none"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Catalogue))]
    public void What_is_there_is_forwarded(string name, string target, string[] variables)
    {
        LaunchPlan plan = Everything().Plan("--forward", name);
        PlannedMount mount = Assert.Single(plan.Mounts, m => m.Target == target);
        Assert.Equal("forward " + name, mount.Reason);
        Assert.Equal(variables.Order(StringComparer.Ordinal), plan.Environment.Where(v => v.Reason == "forward " + name).Select(v => v.ToString()));
    }

    [Theory]
    [MemberData(nameof(Catalogue))]
    public void What_is_not_asked_for_stays_outside_unless_it_grants_nothing(string name, string target, string[] variables)
    {
        LaunchPlan plan = Everything().Plan();
        Forward forward = ForwardCatalog.Find(name)!;
        Assert.Equal(forward.Default, plan.Mounts.Any(m => m.Target == target));
        Assert.True(!forward.Default || forward.Grants is null);
        Assert.True(forward.Default || !plan.Environment.Any(v => variables.Contains(v.ToString(), StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("gh-config", "/home/ada/.config/gh does not exist")]
    [InlineData("ssh-agent", "SSH_AUTH_SOCK is not set")]
    [InlineData("nix-daemon", "/nix/var/nix/daemon-socket does not exist")]
    [InlineData("x11", "DISPLAY is not set")]
    [InlineData("wayland", "WAYLAND_DISPLAY is not set")]
    [InlineData("docker", "/run/docker.sock does not exist")]
    [InlineData("system-bus", "/run/dbus/system_bus_socket does not exist")]
    [InlineData("session-bus", "DBUS_SESSION_BUS_ADDRESS is not set, and XDG_RUNTIME_DIR is not set to an absolute path")]
    [InlineData("keyring", "XDG_RUNTIME_DIR is not set to an absolute path")]
    [InlineData("gpu", "none of /dev/dri, /dev/nvidiactl, /dev/nvidia0, /dev/nvidia-modeset, /dev/nvidia-uvm exists")]
    [InlineData("audio", "none of $XDG_RUNTIME_DIR/pipewire-0, $XDG_RUNTIME_DIR/pulse/native exists")]
    public void What_is_asked_for_and_missing_is_an_error(string name, string reason) =>
        Assert.StartsWith($"CS105 cannot forward {name}: {reason}", Machines.Debian().Refusal("--forward", name), StringComparison.Ordinal);

    [Theory]
    [InlineData("git-config")]
    [InlineData("nix-store")]
    [InlineData("current-system")]
    public void A_default_that_is_missing_is_no_error_even_when_asked_for(string name)
    {
        Machine machine = Machines.Debian();
        machine.Files.Remove(Machine.Home + "/.gitconfig");
        Assert.DoesNotContain(machine.Plan("--forward", name).Mounts, m => m.Reason == "forward " + name);
    }

    [Theory]
    [InlineData("SSH_AUTH_SOCK", "agent.sock", "ssh-agent", "SSH_AUTH_SOCK is agent.sock, which is not an absolute path")]
    [InlineData("SSH_AUTH_SOCK", "/gone", "ssh-agent", "/gone does not exist")]
    [InlineData("SSH_AUTH_SOCK", "/", "ssh-agent", "SSH_AUTH_SOCK leads to /, which is not a socket")]
    [InlineData("SSH_AUTH_SOCK", "/home/ada", "ssh-agent", "SSH_AUTH_SOCK leads to /home/ada, which is not a socket")]
    [InlineData("WAYLAND_DISPLAY", "../../etc", "wayland", "WAYLAND_DISPLAY is ../../etc, which is neither a name nor an absolute path")]
    [InlineData("WAYLAND_DISPLAY", "..", "wayland", "WAYLAND_DISPLAY is .., which is neither a name nor an absolute path")]
    [InlineData("DISPLAY", "localhost:x", "x11", "DISPLAY is localhost:x, which names no display")]
    [InlineData("DOCKER_HOST", "tcp://127.0.0.1:2375", "docker", "DOCKER_HOST is tcp://127.0.0.1:2375, which is not unix:// and an absolute path")]
    [InlineData("DOCKER_HOST", "unix:///etc/ssl", "docker", "DOCKER_HOST leads to /etc/ssl, which is not a socket")]
    [InlineData("DBUS_SESSION_BUS_ADDRESS", "unix:abstract=/tmp/dbus-1,guid=0", "session-bus", "DBUS_SESSION_BUS_ADDRESS is unix:abstract=/tmp/dbus-1,guid=0, an abstract socket, which cannot be let into a sandbox, only a path can")]
    [InlineData("DBUS_SESSION_BUS_ADDRESS", "tcp:host=localhost,port=1", "session-bus", "DBUS_SESSION_BUS_ADDRESS is tcp:host=localhost,port=1, which is not the address of a unix socket")]
    [InlineData("DBUS_SESSION_BUS_ADDRESS", "unix:path=run/bus", "session-bus", "DBUS_SESSION_BUS_ADDRESS is unix:path=run/bus, which is not the address of a unix socket")]
    [InlineData("DBUS_SESSION_BUS_ADDRESS", "unix:path=/etc/ssl", "session-bus", "DBUS_SESSION_BUS_ADDRESS leads to /etc/ssl, which is not a socket")]
    [InlineData("XDG_RUNTIME_DIR", "/home", "audio", "none of /home/pipewire-0, /home/pulse/native exists")]
    [InlineData("XDG_RUNTIME_DIR", "/home", "keyring", "/home/keyring does not exist")]
    public void A_variable_that_names_something_else_is_an_error(string variable, string value, string name, string reason)
    {
        Machine machine = Everything();
        machine.Environment[variable] = value;
        Assert.Contains(machine.Refusals("--forward", name), r => r.StartsWith($"CS105 cannot forward {name}: {reason}: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Wayland_without_a_runtime_directory_says_so()
    {
        Machine machine = Everything();
        machine.Environment.Remove("XDG_RUNTIME_DIR");
        Assert.Contains("XDG_RUNTIME_DIR is not set", machine.Refusal("--forward", "wayland"), StringComparison.Ordinal);
    }

    [Fact]
    public void Wayland_s_socket_lies_where_programs_inside_look_for_it()
    {
        Machine machine = Everything();
        machine.Environment["XDG_RUNTIME_DIR"] = "/tmp/xdg";
        machine.Files.Socket("/tmp/xdg/wayland-0");
        BindMount socket = Assert.Single(machine.Plan("--forward", "wayland").Mounts.OfType<BindMount>(), m => m.Reason == "forward wayland");
        Assert.Equal(("/tmp/xdg/wayland-0", "/run/user/1000/wayland-0"), (socket.Source, socket.Target));
    }

    [Theory]
    [InlineData("unix:path=/run/user/1000/bus,guid=1;unix:path=/gone", "/run/user/1000/bus")]
    [InlineData("unix:path=/tmp/dbus%2da%20b", "/tmp/dbus-a b")]
    [InlineData("unix:guid=1,path=/tmp/other", "/tmp/other")]
    public void The_session_bus_is_the_first_address_and_lies_where_clients_look_for_it(string address, string source)
    {
        Machine machine = Everything();
        machine.Environment["DBUS_SESSION_BUS_ADDRESS"] = address;
        machine.Files.Socket(source);
        LaunchPlan plan = machine.Plan("--forward", "session-bus");
        BindMount bus = Assert.Single(plan.Mounts.OfType<BindMount>(), m => m.Reason == "forward session-bus");
        Assert.Equal((source, "/run/user/1000/bus"), (bus.Source, bus.Target));
        Assert.Equal("unix:path=/run/user/1000/bus", plan.Environment.Single(v => v.Name == "DBUS_SESSION_BUS_ADDRESS").Value);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("session-bus")]
    public void What_gives_the_machine_away_is_said_aloud_at_every_start(string name)
    {
        Assert.Contains(Everything().Plan("--forward", name).Notices, n => n.StartsWith($"WARNING: --forward {name} opens everything", StringComparison.Ordinal));
        Assert.DoesNotContain(Everything().Plan("--forward", "ssh-agent").Notices, n => n.StartsWith("WARNING", StringComparison.Ordinal));
    }

    [Fact]
    public void The_plan_says_what_each_opens_and_nothing_of_those_that_open_nothing()
    {
        string[] granting = [.. ForwardCatalog.All.Where(f => f.Grants is not null).Select(f => f.Name)];
        LaunchPlan plan = Everything().Plan([.. granting.SelectMany(n => (string[])["--forward", n])]);
        Assert.Equal(ForwardCatalog.All.Where(f => f.Grants is not null).Select(f => new PlannedForward(f.Name, f.Summary, f.Grants!)), plan.Forwards);
        Assert.Empty(Everything().Plan().Forwards);
    }

    [Fact]
    public void Devices_work_only_where_the_graphics_card_is_and_nothing_of_a_forward_is_writable_but_the_nix_daemon_s()
    {
        LaunchPlan plan = Everything().Plan([.. ForwardCatalog.All.SelectMany(f => (string[])["--forward", f.Name])]);
        BindMount[] mounts = [.. plan.Mounts.OfType<BindMount>().Where(m => m.Reason.StartsWith("forward ", StringComparison.Ordinal))];
        Assert.Equal(["/dev/dri"], mounts.Where(m => m.AllowDevices).Select(m => m.Target));
        Assert.Equal(["/nix/var/nix/daemon-socket"], mounts.Where(m => m.Writable).Select(m => m.Target));
        Assert.Equal(["/nix/store", "/run/current-system/sw", "/run/opengl-driver"], mounts.Where(m => !m.NoExec).Select(m => m.Target));
    }

    [Fact]
    public void Devices_of_the_machine_are_shown_only_beside_a_graphics_card()
    {
        Machine machine = Everything();
        Assert.Contains(machine.Plan("--forward", "gpu").Mounts, m => m.Target == "/sys/devices");
        machine.Files.Remove("/dev/dri");
        Assert.Contains("none of /dev/dri,", machine.Refusal("--forward", "gpu"), StringComparison.Ordinal);
        machine.Environment.Remove("WAYLAND_DISPLAY");
        Assert.DoesNotContain(machine.Plan(p => p with { Desktop = true }).Mounts, m => m.Reason == "forward gpu");
    }

    [Fact]
    public void Git_s_stored_passwords_stay_outside()
    {
        Machine machine = Machines.Debian();
        machine.Files.File(Machine.Home + "/.config/git/config").File(Machine.Home + "/.config/git/credentials", "https://ada:hunter2@example.org\n");
        IReadOnlyList<PlannedMount> mounts = machine.Plan().Mounts;
        Assert.Contains(mounts, m => m is FileEntry { Target: Machine.Home + "/.config/git/config" });
        Assert.DoesNotContain(mounts, m => m is BindMount bind && Core.Planning.Paths.IsWithin(Machine.Home + "/.config/git/credentials", bind.Source));
    }

    [Fact]
    public void A_copied_file_that_cannot_be_read_is_an_error_only_when_asked_for()
    {
        Machine machine = Machines.Debian();
        machine.Files.File(Machine.Home + "/.gitconfig", new byte[(1024 * 1024) + 1]);
        Assert.DoesNotContain(machine.Plan().Mounts, m => m.Reason == "forward git-config");
        Assert.Contains("larger than 1 MiB", machine.Refusal("--forward", "git-config"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_forward_is_named_beside_the_known_ones()
    {
        string refusal = Machines.Debian().Refusal("--forward", "ssh_agent\u001b[31m");
        Assert.StartsWith("CS102 unknown forward ssh_agent\\u001b[31m: known are git-config,", refusal, StringComparison.Ordinal);
    }

    private static Machine Everything()
    {
        Machine machine = Machines.Debian();
        machine.Environment["SSH_AUTH_SOCK"] = "/tmp/ssh-x/agent.1";
        machine.Environment["DISPLAY"] = ":1.0";
        machine.Environment["XAUTHORITY"] = Machine.Home + "/.Xauthority";
        machine.Environment["WAYLAND_DISPLAY"] = "wayland-0";
        machine.Environment["XDG_RUNTIME_DIR"] = "/run/user/1000";
        machine.Environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/run/user/1000/bus";
        machine.Files.Socket("/run/docker.sock").Socket("/run/dbus/system_bus_socket").Socket("/run/user/1000/bus").Socket("/run/user/1000/keyring/ssh")
            .Socket("/run/user/1000/pipewire-0").Socket("/run/user/1000/pulse/native").Add("/dev/dri/renderD128", Core.Hosts.PathKind.CharacterDevice)
            .Directories("/run/current-system/sw/bin", "/run/opengl-driver/lib", "/sys/dev/char", "/sys/devices/pci0000:00");
        machine.Files.Socket("/tmp/ssh-x/agent.1").Socket("/tmp/.X11-unix/X1").Socket("/run/user/1000/wayland-0").Directories("/nix/store", "/nix/var/nix/db")
            .File(Machine.Home + "/.Xauthority").File(Machine.Home + "/.config/gh/hosts.yml").Socket("/nix/var/nix/daemon-socket/socket");
        return machine;
    }
}
