using System.Diagnostics;

namespace Sandbox.Testing;

/// <summary>
/// A program on a real terminal, driven by keys and read as a screen. It is the foreground job of a shell without a prompt. Each
/// session has a tmux server of its own, with no status line and no configuration but ours, so the program sees the whole size. The
/// screen stays readable after the program has ended.
/// </summary>
public sealed class TmuxSession : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(2);
    private readonly TmuxServer server;

    private TmuxSession(TmuxServer server) => this.server = server;

    /// <summary>The program's process id.</summary>
    public int ProcessId => server.ProcessId;

    /// <summary>The terminal device of the program.</summary>
    public string Device => server.Ask("#{pane_tty}");

    /// <exception cref="TestFailureException">tmux is missing or refused.</exception>
    public static TmuxSession Start(TmuxOptions options) => new(new TmuxServer(options));

    /// <summary>Presses keys by their tmux names: <c>Enter</c>, <c>C-c</c>, <c>Up</c>, <c>M-x</c>; anything else is typed.</summary>
    public void SendKeys(params IReadOnlyList<string> keys) => server.Command(["send-keys", "-t", TmuxServer.Pane, "--", .. keys]);

    /// <summary>Types text as it is.</summary>
    public void SendText(string text) => server.Command(["send-keys", "-l", "-t", TmuxServer.Pane, "--", text]);

    /// <summary>The screen as lines of text, without trailing blanks and trailing empty lines.</summary>
    public string Capture() => server.Command(["capture-pane", "-p", "-t", TmuxServer.Pane]).TrimEnd('\n');

    /// <summary>The screen and everything that has scrolled off it.</summary>
    public string CaptureAll() => server.Command(["capture-pane", "-p", "-J", "-S", "-", "-t", TmuxServer.Pane]).TrimEnd('\n');

    /// <summary>The screen with its colours and attributes as escape sequences.</summary>
    public string CaptureWithEscapes() => server.Command(["capture-pane", "-p", "-e", "-t", TmuxServer.Pane]).TrimEnd('\n');

    /// <summary>Waits until the screen holds <paramref name="text"/> and returns the screen.</summary>
    /// <exception cref="TestFailureException">The time passed; the message carries the screen.</exception>
    public string WaitFor(string text, TimeSpan timeout)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            bool last = clock.Elapsed >= timeout;
            string screen = Capture();
            if (screen.Contains(text, StringComparison.Ordinal))
            {
                return screen;
            }

            if (last)
            {
                throw new TestFailureException($"\"{text}\" did not appear within {timeout.TotalSeconds} s; the screen:\n{screen}");
            }

            Thread.Sleep(Pause);
        }
    }

    /// <summary>Waits for the end of the program and returns its exit code, or 128 + N when signal N ended it; the screen is complete then.</summary>
    /// <exception cref="TestFailureException">The time passed; the message carries the screen.</exception>
    public int WaitForExit(TimeSpan timeout)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            bool last = clock.Elapsed >= timeout;
            if (server.ExitCode is int code)
            {
                return code;
            }

            if (last)
            {
                throw new TestFailureException($"the program did not end within {timeout.TotalSeconds} s; the screen:\n{Capture()}");
            }

            Thread.Sleep(Pause);
        }
    }

    /// <summary>Changes the size; the program gets SIGWINCH.</summary>
    public void Resize(int columns, int rows) => server.Resize(columns, rows);

    /// <summary>Continues a program that Ctrl-Z has stopped, in the foreground, as <c>fg</c> does.</summary>
    public void Continue() => server.Continue();

    /// <summary>Ends the terminal as a closed window does: the program gets SIGHUP, and its whole session SIGKILL when that does not end it in 2 s.</summary>
    public void Kill() => server.Kill(KillTime);

    public void Dispose() => server.Dispose();
}
