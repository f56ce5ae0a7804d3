namespace Sandbox.Integration.Tests;

/// <summary>NW-06, DV-01, DV-03, DV-05: the services of a real session, out of reach without their forward and usable with it.</summary>
public sealed class ForwardServiceTests
{
    private const string ListNames = "dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames";

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void An_X_display_is_reached_with_its_cookie_only_where_it_is_forwarded(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using DesktopSession session = new DesktopSession(workspace).WithX11();
        string attack = $"DISPLAY={workspace.Environment["DISPLAY"]} XAUTHORITY={workspace.Environment["XAUTHORITY"]} xdpyinfo";

        Assert.Contains("unable to open display", workspace.Inside(attack).ErrorText, StringComparison.Ordinal);
        Assert.Contains("unable to open display", workspace.Inside("xdpyinfo").ErrorText, StringComparison.Ordinal);

        Assert.Contains("dimensions:    640x480", workspace.Inside("xdpyinfo", "--forward", "x11").ExpectExit().OutputText, StringComparison.Ordinal);
        Assert.Contains("dimensions:    640x480", workspace.Inside("xdpyinfo", "--desktop").ExpectExit().OutputText, StringComparison.Ordinal);
        Assert.Contains("dimensions:    640x480", workspace.Outside("xdpyinfo").ExpectExit().OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void The_cookies_of_other_displays_stay_outside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using DesktopSession session = new DesktopSession(workspace).WithX11();
        const string List = "xauth -f \"$XAUTHORITY\" nlist | wc -l";
        Assert.Equal("1\n", workspace.Inside(List, "--forward", "x11").OutputText);

        // The control: the file has one of another display as well.
        Assert.Equal("2\n", workspace.Outside(List).OutputText);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void A_Wayland_compositor_is_reached_only_where_it_is_forwarded(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using DesktopSession session = new DesktopSession(workspace).WithWayland();
        string attack = $"XDG_RUNTIME_DIR={session.Runtime} WAYLAND_DISPLAY=wayland-7 wayland-info";
        Assert.Contains("failed to create display", workspace.Inside(attack).ErrorText, StringComparison.Ordinal);

        Assert.Contains("wl_compositor", workspace.Inside("wayland-info", "--forward", "wayland").ExpectExit().OutputText, StringComparison.Ordinal);
        Assert.Contains("wl_compositor", workspace.Inside("wayland-info", "--desktop").ExpectExit().OutputText, StringComparison.Ordinal);
        Assert.Contains("wl_compositor", workspace.Outside(attack).ExpectExit().OutputText, StringComparison.Ordinal);
    }

    [FactWithin(120)]
    public void The_session_bus_is_reached_only_where_it_is_forwarded_and_no_desktop_brings_it_along()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        using DesktopSession session = new DesktopSession(workspace).WithSessionBus().WithWayland();
        string attack = $"DBUS_SESSION_BUS_ADDRESS=unix:path={session.Runtime}/session-bus {ListNames}";

        Assert.NotEqual(0, workspace.Inside(attack).ExitCode);
        Assert.NotEqual(0, workspace.Inside(attack, "--desktop").ExitCode);
        Assert.NotEqual(0, workspace.Inside(ListNames, "--desktop").ExitCode);

        Assert.Contains("string \"org.freedesktop.DBus\"", workspace.Inside(ListNames, "--forward", "session-bus").ExpectExit().OutputText, StringComparison.Ordinal);
        Assert.Contains("string \"org.freedesktop.DBus\"", workspace.Inside("unset DBUS_SESSION_BUS_ADDRESS; " + ListNames, "--forward", "session-bus").ExpectExit().OutputText, StringComparison.Ordinal);
        Assert.Contains("string \"org.freedesktop.DBus\"", workspace.Outside(attack).ExpectExit().OutputText, StringComparison.Ordinal);
    }

    [FactWithin(120)]
    public void That_the_session_bus_gives_everything_away_is_said_at_every_start_even_to_the_quiet_eye_of_the_plan()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        using DesktopSession session = new DesktopSession(workspace).WithSessionBus();
        ProcessResult start = ProcessRun.Run(workspace.Sandbox("exec", "--forward", "session-bus", workspace.Project, "--", "true")).ExpectExit();
        Assert.Contains("claude-sandbox: note: WARNING: --forward session-bus opens everything you can do", start.ErrorText, StringComparison.Ordinal);
        ProcessResult plan = ProcessRun.Run(workspace.Sandbox("plan", "-q", "--forward", "session-bus", workspace.Project, "--", "true")).ExpectExit();
        Assert.Contains("\nlet in from the host, and what it opens\n  session-bus (the D-Bus session bus): everything you can do", plan.OutputText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void An_abstract_session_bus_is_refused_with_words()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        workspace.Environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:abstract=/tmp/dbus-x,guid=0";
        Assert.Contains("an abstract socket, which cannot be let into a sandbox, only a path can", workspace.Inside("true", "--forward", "session-bus").ExpectExit(125).ErrorText, StringComparison.Ordinal);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void PulseAudio_and_PipeWire_are_reached_only_where_audio_is_forwarded(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using DesktopSession session = new DesktopSession(workspace).WithAudio();
        const string Use = "pactl list short sinks; pw-cli info 0 | grep Core/";
        string attack = $"export XDG_RUNTIME_DIR={session.Runtime}; {Use}; true";

        Assert.Empty(workspace.Inside(attack).OutputText);
        Assert.Matches("canary(.|\n)*Interface:Core/", workspace.Inside(Use, "--forward", "audio").ExpectExit().OutputText);
        Assert.Matches("canary(.|\n)*Interface:Core/", workspace.Outside(attack).OutputText);
    }
}
