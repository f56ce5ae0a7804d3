using System.Diagnostics;
using System.Globalization;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>One tmux server with one pane, behind a socket in a directory of its own.</summary>
internal sealed class TmuxServer : IDisposable
{
    public const string Pane = "test:0.0";

    // Not window-size: as a global setting before the first window "manual" crashes tmux 3.3a, and resize-window sets it by itself.
    private const string Configuration = """
        set -g status off
        set -g remain-on-exit on
        set -g history-limit 50000
        set -g default-terminal screen-256color
        set -s escape-time 0
        set -s exit-empty off

        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private readonly TmuxOptions options;
    private readonly TempDirectory directory;
    private readonly int server;
    private readonly int session;
    private bool killed;

    public TmuxServer(TmuxOptions options)
    {
        this.options = options;
        directory = TempDirectory.CreateFor(options.Identity);
        _ = directory.WriteFile("tmux.conf", Configuration);
        ProcessRequest program = options.Identity.WithHome(options.Program);
        IEnumerable<string> variables = program.Environment
            .Append(KeyValuePair.Create("TERM", program.Environment.GetValueOrDefault("TERM", options.Terminal)))
            .DistinctBy(static v => v.Key, StringComparer.Ordinal)
            .Select(static v => $"{v.Key}={v.Value}");
        try
        {
            _ = Command(
            [
                "new-session", "-d", "-s", "test", "-x", Text(options.Columns), "-y", Text(options.Rows), "-c", program.WorkingDirectory, "--",
                .. TerminalKeeper.Command(directory.Path, variables, program),
            ]);
            AtExit.OfProcess.Add(this);
            server = Number("#{pid}");
            session = Number("#{pane_pid}");
            ProcessId = AwaitStart();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int ProcessId { get; }

    /// <summary>The program's exit code, 128 + N after signal N, or null while it runs.</summary>
    public int? ExitCode => TerminalKeeper.ExitCode(directory.Path);

    /// <summary>Runs one tmux command and returns what it prints.</summary>
    public string Command(IReadOnlyList<string> command)
    {
        // A word that ends in a semicolon would end the command for tmux.
        IEnumerable<string> words = command.Select(static w => w.EndsWith(';') ? $"{w[..^1]}\\;" : w);
        ProcessRequest request = new(
            TestHost.Require(Capability.Tmux), ["-u", "-S", directory.At("socket"), "-f", directory.At("tmux.conf"), .. words])
        {
            TimeLimit = options.Program.TimeLimit,
        };
        return ProcessRun.RunAs(options.Identity, request).ExpectExit().OutputText;
    }

    public string Ask(string format) => Command(["display-message", "-p", "-t", Pane, format]).TrimEnd('\n');

    public void Resize(int columns, int rows) => Command(["resize-window", "-t", "test", "-x", Text(columns), "-y", Text(rows)]);

    public void Continue() => TerminalKeeper.Continue(directory.Path);

    /// <summary>Closes the terminal and waits until the server and everything in the terminal's session have ended.</summary>
    public void Kill(TimeSpan patience)
    {
        if (killed || server == 0)
        {
            return;
        }

        killed = true;
        if (ProcessState.Alive(server))
        {
            _ = Command(["kill-server"]);
        }

        Stopwatch clock = Stopwatch.StartNew();
        while (ProcessState.Alive(server) || Members().Any())
        {
            if (clock.Elapsed > 2 * patience)
            {
                throw new TestFailureException($"tmux {server} or a process of its terminal session {session} cannot be killed");
            }

            if (clock.Elapsed > patience)
            {
                Members().ToList().ForEach(static m => _ = Libc.kill(m.Id, (int)Signal.Kill));
            }

            Thread.Sleep(Pause);
        }
    }

    public void Dispose()
    {
        AtExit.OfProcess.Remove(this);
        try
        {
            Kill(TimeSpan.FromSeconds(2));
        }
        finally
        {
            directory.Dispose();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private int Number(string format) => int.Parse(Ask(format), CultureInfo.InvariantCulture);

    private IEnumerable<ProcessState> Members() => ProcessState.All().Where(p => p.Session == session && p.IsAlive);

    private int AwaitStart()
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed < options.Program.TimeLimit)
        {
            if (TerminalKeeper.ProcessId(directory.Path) is int id)
            {
                return id;
            }

            Thread.Sleep(Pause);
        }

        throw new TestFailureException($"nothing started in the terminal; the screen:\n{Command(["capture-pane", "-p", "-t", Pane])}");
    }
}
