using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;

namespace Sandbox.Bench.Suites;

/// <summary>Counts system calls of all processes of a sandbox up to and including the execve that starts the payload.</summary>
internal static class SyscallSuite
{
    private const string Strace = "/usr/bin/strace";
    private const int Binds = 20;

    public static SyscallResult Measure(Stage stage)
    {
        FrozenVariants frozen = new(stage);
        string[] command = ["/bin/true"];
        using Launcher launcher = new(quiet: false);
        int Count(Variant variant) => CountOf(launcher, stage.File("strace.out"), variant);
        return new SyscallResult(
            Count(frozen.Executor(Binds, false, command)),
            Count(frozen.BubblewrapOf(Binds, false, command)),
            Count(frozen.Executor(Binds, true, command)),
            Count(frozen.BubblewrapOf(Binds, true, command)));
    }

    private static int CountOf(Launcher launcher, string output, Variant variant)
    {
        Launched launched = launcher.Run(variant with
        {
            Executable = Strace,
            Arguments = ["-f", "-qq", "-o", output, variant.Executable, .. variant.Arguments],
        });
        return launched.ExitCode == 0 ? CountLines(File.ReadLines(output)) : throw new BenchException($"strace of {variant.Name} ended with {launched.ExitCode}");
    }

    /// <summary>
    /// A call that another process interrupts takes two lines; the second, "resumed", is not counted again. The payload's execve is the
    /// last one: its path cannot be told by, because an ordinary user's strace may not read the memory of a process that is not dumpable.
    /// </summary>
    private static int CountLines(IEnumerable<string> lines)
    {
        int calls = 0;
        int executions = 0;
        int untilLast = 0;
        foreach (string line in lines)
        {
            string call = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimStart();
            if (call.StartsWith('<') || call.StartsWith('+') || call.StartsWith('-'))
            {
                continue;
            }

            calls++;
            if (call.StartsWith("execve(", StringComparison.Ordinal))
            {
                executions++;
                untilLast = calls;
            }
        }

        return executions == 2 ? untilLast : throw new BenchException($"strace has seen {executions} programs start, not the tool and its payload");
    }
}
