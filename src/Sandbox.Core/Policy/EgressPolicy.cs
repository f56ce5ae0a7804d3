using Sandbox.Core.Network;

namespace Sandbox.Core.Policy;

/// <summary>What may be connected to, as written; <see cref="NetworkRules"/> says how it is read.</summary>
public sealed record EgressPolicy
{
    public static EgressPolicy Default { get; } = new() { Presets = ["balanced"] };

    /// <summary>Entries of --allow.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Entries of --deny; each wins over everything allowed.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>Names of presets.</summary>
    public IReadOnlyList<string> Presets { get; init; } = [];

    /// <summary>A file with more of the three, read again whenever it changes; null for none.</summary>
    public string? RulesFile { get; init; }

    /// <summary>Entries of --publish: ports of the host that lead inside.</summary>
    public IReadOnlyList<string> Publish { get; init; } = [];
}
