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
        set -g remain-on-exit-format ''
        set -g history-limit 50000
        set -g default-terminal screen-256color
        set -s escape-time 0
        set -s exit-empty off

        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private readonly TmuxOptions options;
    private readonly TempDirectory directory;
    private readonly int processId;
    private readonly int paneProcessId;
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
        string columns = options.Columns.ToString(CultureInfo.InvariantCulture);
        string rows = options.Rows.ToString(CultureInfo.InvariantCulture);
        try
        {
            // tmux hands a lone word to a shell and adds variables of its own; env takes care of both.
            _ = Command(
            [
                "new-session", "-d", "-s", "test", "-x", columns, "-y", rows, "-c", program.WorkingDirectory, "--",
                "/usr/bin/env", "-i", .. variables, program.FileName, .. program.Arguments,
            ]);
            processId = int.Parse(Ask("#{pid}"), CultureInfo.InvariantCulture);
            paneProcessId = int.Parse(Ask("#{pane_pid}"), CultureInfo.InvariantCulture);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

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

    /// <summary>The program's exit code, 128 + N after signal N, or null while it runs.</summary>
    public int? ExitCode()
    {
        // tmux learns of the closed terminal and of the status apart: a dead pane may not have its status yet.
        string[] answer = Ask("#{pane_dead_status}:#{pane_dead_signal}").Split(':');
        return int.TryParse(answer[0], CultureInfo.InvariantCulture, out int status) ? status
            : int.TryParse(answer[1], CultureInfo.InvariantCulture, out int signal) ? 128 + signal
            : null;
    }

    public void Resize(int columns, int rows) => Command(
    [
        "resize-window", "-t", "test", "-x", columns.ToString(CultureInfo.InvariantCulture), "-y", rows.ToString(CultureInfo.InvariantCulture),
    ]);

    public void Kill(TimeSpan patience)
    {
        if (killed)
        {
            return;
        }

        killed = true;
        ulong? start = ProcessState.Read(paneProcessId)?.StartTime;
        if (ProcessState.Alive(processId))
        {
            _ = Command(["kill-server"]);
        }

        Stopwatch clock = Stopwatch.StartNew();
        while (ProcessState.Alive(processId) || IsProgram(start))
        {
            if (clock.Elapsed > 2 * patience)
            {
                throw new TestFailureException($"tmux {processId} or its program {paneProcessId} cannot be killed");
            }

            if (clock.Elapsed > patience && IsProgram(start))
            {
                // The program leads the session of its terminal.
                _ = Libc.kill(-paneProcessId, (int)Signal.Kill);
            }

            Thread.Sleep(Pause);
        }
    }

    public void Dispose() => directory.Dispose();

    private bool IsProgram(ulong? start) => ProcessState.Read(paneProcessId) is { IsAlive: true } state && state.StartTime == start;
}
