using System.Diagnostics;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Verify.Running;

/// <summary>A program that stays until its standard input ends.</summary>
/// <param name="process">Who it is.</param>
/// <param name="input">The writing end of its standard input.</param>
/// <param name="name">Of the files of its output, without .out and .err.</param>
internal sealed class StandingProgram(SpawnedProcess process, Descriptor input, string name) : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private bool _reaped;

    public int Pid => process.Pid;

    public string Output => File.ReadAllText(name + ".out");

    public bool Lives => !Poll.Wait(process.Ended, TimeSpan.Zero);

    public void Kill() => _ = process.Signal(SignalNumber.Kill);

    /// <summary>Waits until something is so; false when the time is over first.</summary>
    public static bool Until(Func<bool> condition, TimeSpan limit)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > limit)
            {
                return false;
            }

            Thread.Sleep(Pause);
        }

        return true;
    }

    /// <summary>Waits for its end, without ending it; false when the time is over first.</summary>
    public bool Ends(TimeSpan limit) => Poll.Wait(process.Ended, limit);

    public void Dispose()
    {
        input.Dispose();
        if (!Poll.Wait(process.Ended, Grace))
        {
            Runner.End(process);
        }

        if (!_reaped)
        {
            _reaped = true;
            _ = process.Wait();
        }

        process.Dispose();
    }
}
