using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>Services of a desktop session, the real programs, on sockets of one workspace. Disposal ends them.</summary>
internal sealed class DesktopSession : IDisposable
{
    private readonly Workspace _workspace;
    private readonly List<LiveProcess> _services = [];

    public DesktopSession(Workspace workspace)
    {
        _workspace = workspace;
        Runtime = workspace.Directory(workspace.At("r"));
        workspace.Environment["XDG_RUNTIME_DIR"] = Runtime;
        File.SetUnixFileMode(Runtime, (UnixFileMode)0b111_000_000);
    }

    /// <summary>XDG_RUNTIME_DIR.</summary>
    public string Runtime { get; }

    /// <summary>An X server that wants a cookie; DISPLAY and XAUTHORITY lead to it. Its picture is in <see cref="FrameBuffer"/>.</summary>
    public DesktopSession WithX11()
    {
        string cookies = _workspace.At("home", "cookies");
        _ = _workspace.Directory(_workspace.At("fb"));

        // xauth asks the display for nothing: it writes the cookie of this host's name, as a display manager does.
        _ = _workspace.Outside($"xauth -q -f {cookies} add \"$(uname -n)\"/unix:99999 . 00112233445566778899aabbccddeeff").ExpectExit();
        LiveProcess server = Start(
            "/usr/bin/Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-auth", cookies, "-nolisten", "tcp", "-fbdir", _workspace.At("fb"));
        Eventually.Holds(() => server.OutputSoFar.EndsWith('\n'), "the X server listens");
        string number = server.OutputSoFar.Trim();
        _ = _workspace.Outside($"xauth -q -f {cookies} add \"$(uname -n)\"/unix:{number} . 00112233445566778899aabbccddeeff").ExpectExit();
        _workspace.Environment["DISPLAY"] = ":" + number;
        _workspace.Environment["XAUTHORITY"] = cookies;
        return this;
    }

    /// <summary>What the X server shows, a dump with four bytes a pixel.</summary>
    public byte[] FrameBuffer() => File.ReadAllBytes(_workspace.At("fb", "Xvfb_screen0"));

    public DesktopSession WithWayland()
    {
        _ = Start("/usr/bin/weston", "--backend=headless-backend.so", "--socket=wayland-7", "--idle-time=0");
        WaitForSocket("wayland-7");
        _workspace.Environment["WAYLAND_DISPLAY"] = "wayland-7";
        return this;
    }

    /// <summary>The bus wants a user with an entry in the user database: root, where the tests run as root.</summary>
    public DesktopSession WithSessionBus()
    {
        LiveProcess bus = Start("/usr/bin/dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address", "--address=unix:path=" + Path.Combine(Runtime, "session-bus"));
        Eventually.Holds(() => bus.OutputSoFar.EndsWith('\n'), "the bus listens");
        _workspace.Environment["DBUS_SESSION_BUS_ADDRESS"] = bus.OutputSoFar.Trim();
        return this;
    }

    public DesktopSession WithAudio()
    {
        _ = Start(
            "/usr/bin/pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "-L", "module-native-protocol-unix", "-L", "module-null-sink sink_name=canary");
        WaitForSocket("pulse/native");
        _ = Start("/usr/bin/pipewire");
        WaitForSocket("pipewire-0");
        return this;
    }

    public void Dispose()
    {
        foreach (LiveProcess service in Enumerable.Reverse(_services))
        {
            // Asked and not killed: an X server removes its socket from the directory that all share.
            service.Send(Signal.Term);
            _ = service.WaitForExit();
            service.Dispose();
        }
    }

    private LiveProcess Start(string program, params IReadOnlyList<string> arguments)
    {
        ProcessRequest request = _workspace.Request(program, arguments) with { TimeLimit = TimeSpan.FromMinutes(3) };
        LiveProcess process = ProcessRun.Start(request);
        _services.Add(process);
        return process;
    }

    private void WaitForSocket(string name) =>
        Eventually.Holds(() => File.Exists(Path.Combine(Runtime, name)), string.Create(CultureInfo.InvariantCulture, $"{name} is there"));
}
