using Sandbox.Cli.Commands;
using Sandbox.Core.Forwards;
using Sandbox.Core.Network;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Egress;

/// <summary>What <see cref="SandboxEgress"/> has to know, from a launch or from whoever launched.</summary>
internal sealed record EgressSetup
{
    public required NetworkRules Rules { get; init; }

    /// <summary>As written, for when the file of --rules changes.</summary>
    public required EgressPolicy Policy { get; init; }

    /// <summary>Canonical path of --rules, or null.</summary>
    public required string? RulesFile { get; init; }

    public required IReadOnlyList<PublishRule> Published { get; init; }

    public required SessionKeys Keys { get; init; }

    /// <summary>The user's GitHub token may be used from inside.</summary>
    public required bool GitHub { get; init; }

    /// <summary>The summary leaves out what was reached.</summary>
    public bool RefusedOnly { get; init; }

    /// <summary>Names that have their addresses inside already.</summary>
    public IReadOnlyList<string> KnownNames { get; init; } = [];

    public static EgressSetup Of(LaunchPlan plan, LaunchRequest request) => new()
    {
        Rules = plan.Rules,
        Policy = request.Policy.Egress,
        RulesFile = plan.RulesFile,
        Published = plan.Published,
        Keys = request.Keys,
        GitHub = request.Policy.Forwards.Contains(ForwardCatalog.GitHubToken, StringComparer.Ordinal),
        RefusedOnly = request.Kind == LaunchKind.Command,
    };
}
