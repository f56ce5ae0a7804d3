using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;

namespace Sandbox.Cli.Hosting;

/// <summary>
/// Where the launcher's own time goes: CLAUDE_SANDBOX_TRACE names a file, or a descriptor by its number, that gets a line of
/// JSON at the end of every phase. Phases are words of ours: nothing of the policy, environment or arguments can get in.
/// </summary>
internal sealed class PhaseTrace
{
    public const string Variable = "CLAUDE_SANDBOX_TRACE";

    // USER_HZ, in which /proc/PID/stat counts: 100 a second on every Linux architecture that .NET runs on.
    private const long MicrosecondsPerTick = 10_000;

    // Field 22 of /proc/PID/stat, counted from the state behind the parenthesised name.
    private const int StartTimeField = 19;

    private readonly Descriptor? _output;
    private readonly long _start;

    private PhaseTrace(string? target)
    {
        if (target is { Length: > 0 })
        {
            long now = Now();
            _output = Open(target);
            _start = ProcessStart();
            Write("start-up", now);
        }
    }

    /// <summary>Marks nothing unless the environment asks for it. The first phase, "start-up", ends with this call.</summary>
    /// <exception cref="SandboxException">CS204: the file cannot be opened.</exception>
    public static PhaseTrace From(IReadOnlyDictionary<string, string> environment) => new(environment.GetValueOrDefault(Variable));

    /// <summary>
    /// The phase ends here. "microseconds" counts from the start of this process, which the kernel tells to 10 ms, rounded
    /// down; "clock" is CLOCK_MONOTONIC in microseconds, to set against the clock of whoever started us.
    /// </summary>
    public void Mark(string phase)
    {
        if (_output is not null)
        {
            Write(phase, Now());
        }
    }

    private void Write(string phase, long now)
    {
        try
        {
            _output!.WriteAll(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $$"""{"phase":"{{phase}}","microseconds":{{now - _start}},"clock":{{now}}}{{'\n'}}""")));
        }
        catch (IOException)
        {
            // A trace that nobody reads any more must not end the sandbox.
        }
    }

    private static long Now() => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    private static long ProcessStart()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[StartTimeField], CultureInfo.InvariantCulture) * MicrosecondsPerTick;
    }

    private static Descriptor Open(string target)
    {
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return Descriptor.Borrow(number);
        }

        try
        {
            return Descriptor.Append(target);
        }
        catch (IOException e)
        {
            throw new SandboxException(ErrorCode.HostEnvironment, $"{Variable} is {PrintableText.Escape(target)}: {e.Message}: name a file you may write, or unset it", e);
        }
    }
}
