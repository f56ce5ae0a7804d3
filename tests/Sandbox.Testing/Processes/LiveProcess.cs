using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Sandbox.Testing;

/// <summary>A running child. Disposal kills its process group and waits for its end.</summary>
public sealed class LiveProcess : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly ProcessRequest request;
    private readonly ChildHandle child;
    private readonly Pump pump;
    private readonly Thread thread;
    private readonly TaskCompletionSource<ProcessResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LiveProcess(ProcessRequest request)
    {
        this.request = request;
        using Pipe output = new();
        using Pipe error = new();
        using Pipe? input = request.Input is null ? null : new Pipe();
        using SafeFileHandle standardInput = input?.Read ?? File.OpenHandle("/dev/null");
        child = new ChildHandle(Spawner.Start(request, standardInput, output.Write, error.Write));
        SafeFileHandle[] ends = [Keep(output.Read), Keep(error.Read), .. input is null ? [] : new[] { Keep(input.Write) }];
        pump = new Pump(request, child, ends.ElementAtOrDefault(2), ends[0], ends[1]);
        thread = new Thread(() => Pumping(ends)) { IsBackground = true, Name = $"pump of {child.Id}" };
        thread.Start();
        AtExit.OfProcess.Add(this);
    }

    /// <summary>The process id, which is also its group and session id.</summary>
    public int Id => child.Id;

    /// <summary>The end of the process; faults with <see cref="TestFailureException"/> at the time limit.</summary>
    public Task<ProcessResult> Completion => completion.Task;

    /// <summary>What it has written to stdout so far, as UTF-8.</summary>
    public string OutputSoFar => pump.Output.Text;

    /// <summary>What it has written to stderr so far, as UTF-8.</summary>
    public string ErrorSoFar => pump.Error.Text;

    /// <summary>Waits for the end, at most the request's time limit counted from the start.</summary>
    /// <exception cref="TestFailureException">The time limit passed; the process group was killed.</exception>
    public ProcessResult WaitForExit() => completion.Task.GetAwaiter().GetResult();

    /// <summary>Waits until stdout or stderr holds <paramref name="text"/>.</summary>
    /// <exception cref="TestFailureException">The process ended or the time passed first.</exception>
    public void WaitForOutput(string text, TimeSpan? timeout = null)
    {
        TimeSpan limit = timeout ?? request.TimeLimit;
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            bool over = Completion.IsCompleted;
            if (OutputSoFar.Contains(text, StringComparison.Ordinal) || ErrorSoFar.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            if (over || clock.Elapsed > limit)
            {
                string why = over ? "it ended" : $"{limit.TotalSeconds} s passed";
                throw new TestFailureException(
                    $"{why} before \"{text}\" came from {request}\n--- stdout\n{OutputSoFar}\n--- stderr\n{ErrorSoFar}");
            }

            Thread.Sleep(PollInterval);
        }
    }

    /// <summary>Sends a signal to the process alone; nothing happens once it has ended.</summary>
    public void Send(Signal signal) => _ = child.Send(signal, toGroup: false);

    /// <summary>Sends a signal to its process group, as a terminal does for Ctrl-C.</summary>
    public void SendToGroup(Signal signal) => _ = child.Send(signal, toGroup: true);

    public void Dispose()
    {
        AtExit.OfProcess.Remove(this);
        _ = child.Send(Signal.Kill, toGroup: true);
        thread.Join();
        child.Dispose();
    }

    private static SafeFileHandle Keep(SafeFileHandle end) => Pipe.Raise((int)end.DangerousGetHandle());

    private void Pumping(SafeFileHandle[] ends)
    {
        try
        {
            completion.SetResult(pump.Run());
        }
        catch (Exception exception)
        {
            completion.SetException(exception);
        }
        finally
        {
            Array.ForEach(ends, static e => e.Dispose());
        }
    }
}
