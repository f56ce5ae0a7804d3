using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Native;

/// <summary>What a joined session runs. Everything else about it is the sandbox's.</summary>
public sealed record JoinRequest
{
    /// <summary>Paths inside to try in order, as a search of PATH would; at least one.</summary>
    public required IReadOnlyList<string> ExecutableCandidates { get; init; }

    /// <summary>argv; at least one.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>NAME=VALUE as bytes without a NUL: some are secrets, which never become strings.</summary>
    public required IReadOnlyList<byte[]> Environment { get; init; }

    /// <summary>Absolute path inside.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>A plan of which PID 1's child looks at nothing but the session.</summary>
    internal byte[] Compile()
    {
        PlanWriter writer = new();
        uint headerOffset = writer.Reserve<PlanHeader>();
        uint offset = SessionCompiler.Write(writer, ExecutableCandidates, Arguments, Environment.Select(v => writer.Data([.. v, 0])), WorkingDirectory);
        PlanHeader header = new()
        {
            Magic = PlanFormat.Magic,
            Version = PlanFormat.Version,
            Architecture = PlanFormat.ArchitectureX64,
            BuildHash = BuildHash.Value,
            SessionOffset = offset,

            // A plan without them is refused, and this one must not be taken for one that could be started.
            Namespaces = PlanCompiler.NamespaceFlags,
            Length = writer.Length + 1,
        };
        writer.Set(headerOffset, header);
        return writer.Finish();
    }
}
