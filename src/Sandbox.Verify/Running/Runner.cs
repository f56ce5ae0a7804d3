using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Verify.Running;

/// <summary>Starts programs with files for standard input and output: nothing that runs can block the observer.</summary>
/// <param name="directory">Private; the files are made in it.</param>
/// <param name="environment">NAME=VALUE, the whole environment.</param>
/// <param name="stop">Ends what runs.</param>
internal sealed class Runner(string directory, IReadOnlyList<string> environment, CancellationToken stop)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take until a signal to this program is noticed.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    private int _runs;

    /// <summary>Runs to the end, or to the limit.</summary>
    /// <param name="command">Absolute path and arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="variables">In place of the environment of all.</param>
    public RunResult Run(IReadOnlyList<string> command, byte[] input, TimeSpan limit, IReadOnlyList<string>? variables = null)
    {
        string name = Name();
        File.WriteAllBytes(name + ".in", input);
        using SafeFileHandle stdin = File.OpenHandle(name + ".in");
        using Descriptor read = Descriptor.Borrow((int)stdin.DangerousGetHandle());
        using SpawnedProcess process = Start(command, read, name, variables ?? environment);
        bool ended = Ended(process, limit);
        if (!ended)
        {
            End(process);
        }

        int code = process.Wait();
        stop.ThrowIfCancellationRequested();
        return new RunResult(code, File.ReadAllBytes(name + ".out"), Encoding.UTF8.GetString(File.ReadAllBytes(name + ".err")), !ended);
    }

    /// <summary>Starts what stays until it is disposed of.</summary>
    public StandingProgram Start(IReadOnlyList<string> command)
    {
        (Descriptor read, Descriptor write) = Descriptor.Pipe();
        using (read)
        {
            string name = Name();
            return new StandingProgram(Start(command, read, name, environment), write, name);
        }
    }

    /// <summary>False when the time is over, or everything is to stop, before it ends.</summary>
    private bool Ended(SpawnedProcess process, TimeSpan limit)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!Poll.Wait(process.Ended, Slice))
        {
            if (clock.Elapsed > limit || stop.IsCancellationRequested)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>SIGTERM, and SIGKILL when that does not end it.</summary>
    public static void End(SpawnedProcess process)
    {
        _ = process.Signal(SignalNumber.Terminate);
        if (!Poll.Wait(process.Ended, Grace))
        {
            _ = process.Signal(SignalNumber.Kill);
        }
    }

    private static SpawnedProcess Start(IReadOnlyList<string> command, Descriptor stdin, string name, IReadOnlyList<string> variables)
    {
        using Descriptor output = Descriptor.Append(name + ".out");
        using Descriptor error = Descriptor.Append(name + ".err");
        return Spawn.Start(command[0], command, variables, [(stdin, 0), (output, 1), (error, 2)]);
    }

    private string Name() => Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"run-{++_runs}"));
}
