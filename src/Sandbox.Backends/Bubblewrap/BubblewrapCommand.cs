using Sandbox.Backends.Native;
using Sandbox.Core.Plans;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Bubblewrap;

/// <summary>The command line of bwrap: its options go by a descriptor, and so does the executor that it runs.</summary>
public static class BubblewrapCommand
{
    /// <summary>What the user knows it by, and its file name.</summary>
    public const string Program = "bwrap";

    private const int Options = PreparedDescriptors.First;
    private const int Executor = Options + 1;

    /// <param name="plan">The plan.</param>
    /// <param name="program">Absolute path of bwrap.</param>
    /// <param name="executor">Absolute path of claude-sandbox-exec.</param>
    public static ExecutorCommand Of(LaunchPlan plan, string program, string executor)
    {
        string[] words = [Program, "--args", FormattableString.Invariant($"{Options}"), "--", FormattableString.Invariant($"/proc/self/fd/{Executor}")];
        return new ExecutorCommand(executor, [executor, "--become", FormattableString.Invariant($"{plan.Resources.Cgroup?.Groups.Count ?? 0}"), program, .. words])
        {
            Descriptors =
            [
                (Descriptor.SealedMemory("bwrap-options", [.. BubblewrapArguments.Of(plan).SelectMany(static w => ByteText.EncodeZ(w))]), Options),
                (Descriptor.Program(executor), Executor),
            ],
            Preparation = new Preparation(Program, Descriptor.Memory("bwrap-messages")),
        };
    }
}
