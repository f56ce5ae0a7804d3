using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary><c>--desktop</c>, and the browser.</summary>
public sealed class DesktopTests
{
    private const string Profile = "/home/ada/.local/state/claude-sandbox/projects/app-0/chromium";

    [Fact]
    public void It_is_wayland_where_there_is_both() => Assert.Equal(["wayland"], Forwards(Machine(wayland: true, x11: true)));

    [Fact]
    public void It_is_X11_where_there_is_nothing_else() => Assert.Equal(["x11"], Forwards(Machine(wayland: false, x11: true)));

    [Fact]
    public void A_wayland_display_that_has_gone_does_not_count()
    {
        Machine machine = Machine(wayland: false, x11: true);
        machine.Environment["WAYLAND_DISPLAY"] = "wayland-9";
        Assert.Equal(["x11"], Forwards(machine));
    }

    [Fact]
    public void Both_are_there_when_the_other_is_asked_for_by_name() =>
        Assert.Equal(["wayland", "x11"], Machine(wayland: true, x11: true).Plan(p => p with { Desktop = true, Forwards = ["x11"] }).Forwards.Select(f => f.Name));

    [Fact]
    public void Graphics_card_and_sound_come_along_where_they_are_and_no_bus_does()
    {
        Machine machine = Machine(wayland: true, x11: true);
        machine.Environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/run/user/1000/bus";
        machine.Files.Add("/dev/dri/card0", Core.Hosts.PathKind.CharacterDevice).Socket("/run/user/1000/pipewire-0").Socket("/run/user/1000/bus").Socket("/run/dbus/system_bus_socket");
        Assert.Equal(["wayland", "gpu", "audio"], Forwards(machine));
    }

    [Fact]
    public void Without_a_display_it_is_refused()
    {
        Machine machine = Machines.Debian();
        machine.Environment["DISPLAY"] = ":4";
        Assert.Equal(
            "CS105 --desktop: no display was found (WAYLAND_DISPLAY is not set, DISPLAY is :4): start it from a desktop session, or set DISPLAY or WAYLAND_DISPLAY to one that runs",
            Assert.Single(machine.Refusals(p => p with { Desktop = true })));
    }

    [Fact]
    public void A_browser_of_the_host_has_a_file_of_its_name_first_on_PATH_that_starts_it_without_its_own_sandbox()
    {
        Machine machine = Machines.Debian();
        machine.Files.File("/usr/bin/google-chrome");
        LaunchPlan plan = machine.Plan();
        FileEntry file = Assert.Single(plan.Mounts.OfType<FileEntry>(), m => m.Target == "/home/ada/.local/bin/chromium");
        string script = System.Text.Encoding.UTF8.GetString(file.Contents.Span);
        Assert.StartsWith("#!/bin/sh\n", script, StringComparison.Ordinal);
        Assert.Contains("\nexec /usr/bin/google-chrome --no-sandbox ", script, StringComparison.Ordinal);
        Assert.Contains("[ -z \"$CHROMIUM_USER_DATA_DIR\" ] || set -- --user-data-dir=\"$CHROMIUM_USER_DATA_DIR\" \"$@\"\n", script, StringComparison.Ordinal);
        Assert.Equal(0b111_101_101, file.Mode);
        Assert.Equal("chromium", Assert.Single(plan.Mounts.OfType<SymlinkEntry>(), m => m.Target == "/home/ada/.local/bin/google-chrome").LinkTarget);
        Assert.StartsWith("/home/ada/.local/bin:", plan.Environment.Single(v => v.Name == "PATH").Value, StringComparison.Ordinal);
        Assert.DoesNotContain(Machines.Debian().Plan().Mounts, m => m.Reason == "browser");
    }

    [Fact]
    public void Its_profile_outlives_the_sandbox_only_on_a_desktop()
    {
        Machine machine = Machine(wayland: true, x11: false);
        machine.BrowserProfile = Profile;
        machine.Files.File("/usr/bin/chromium");
        LaunchPlan plan = machine.Plan(p => p with { Desktop = true });
        BindMount bind = Assert.Single(plan.Mounts.OfType<BindMount>(), m => m.Reason == "browser");
        Assert.True(bind is { Source: Profile, Writable: true, NoExec: true, AllowDevices: false });
        Assert.Equal([Profile], plan.HostDirectories);
        Assert.Equal(bind.Target, plan.Environment.Single(v => v.Name == "CHROMIUM_USER_DATA_DIR").Value);

        LaunchPlan plain = machine.Plan();
        Assert.Empty(plain.HostDirectories);
        Assert.DoesNotContain(plain.Environment, v => v.Name == "CHROMIUM_USER_DATA_DIR");
    }

    private static IEnumerable<string> Forwards(Machine machine) => machine.Plan(p => p with { Desktop = true }).Forwards.Select(f => f.Name);

    private static Machine Machine(bool wayland, bool x11)
    {
        Machine machine = Machines.Debian();
        machine.Environment["XDG_RUNTIME_DIR"] = "/run/user/1000";
        if (wayland)
        {
            machine.Environment["WAYLAND_DISPLAY"] = "wayland-0";
            machine.Files.Socket("/run/user/1000/wayland-0");
        }

        if (x11)
        {
            machine.Environment["DISPLAY"] = ":0";
            machine.Files.Socket("/tmp/.X11-unix/X0");
        }

        return machine;
    }
}
