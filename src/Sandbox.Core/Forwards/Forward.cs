namespace Sandbox.Core.Forwards;

/// <summary>Something of the host that can be let into a sandbox: data, not code, so that every backend and the generator read the same.</summary>
public sealed record Forward
{
    /// <summary>The word after <c>--forward</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line for help and docs.</summary>
    public required string Summary { get; init; }

    /// <summary>What an agent can do with it beyond reading; null when it grants nothing.</summary>
    public string? Grants { get; init; }

    /// <summary>On without being asked for. Only forwards that grant nothing may be.</summary>
    public bool Default { get; init; }

    /// <summary>Part of what <c>--desktop</c> asks for, where this machine has it.</summary>
    public bool Desktop { get; init; }

    /// <summary>What it grants is so much that the user hears of it at every start.</summary>
    public bool Loud { get; init; }

    /// <summary>At least one of the sources must be there when it was asked for by name.</summary>
    public bool NeedsOne { get; init; }

    /// <summary>Refused to whom the Nix daemon trusts.</summary>
    public bool RefusedToTrustedNixUsers { get; init; }

    public IReadOnlyList<ForwardSource> Sources { get; init; } = [];

    /// <summary>Variables copied from the caller's environment when the forward applies.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Variables set to fixed values when the forward applies.</summary>
    public IReadOnlyDictionary<string, string> Set { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
