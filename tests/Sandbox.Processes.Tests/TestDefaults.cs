using Sandbox.Linux.Processes;

// A fork in one test must not inherit a script that another test is still writing: starting that script fails with ETXTBSY.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Sandbox.Processes.Tests;

internal static class TestDefaults
{
    internal static CommandRunner Runner { get; } = new(TimeProvider.System);

    internal static CommandSpec Shell(string script) => new()
    {
        Executable = "/bin/sh",
        Arguments = ["-c", script],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        WorkingDirectory = "/",
        Timeout = TimeSpan.FromSeconds(20),
        GracePeriod = TimeSpan.FromMilliseconds(400),
    };

    internal static Task<CommandResult> RunShell(string script) => Runner.RunAsync(Shell(script), CancellationToken.None);
}
