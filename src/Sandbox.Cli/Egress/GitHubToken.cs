using Sandbox.Core.Diagnostics;
using Sandbox.Core.Forwards;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Broker;

namespace Sandbox.Cli.Egress;

/// <summary>The user's GitHub token for --forward gh-token. It stays outside; see <see cref="GitHubInside"/> for what comes in.</summary>
internal sealed class GitHubToken(HostFacts facts) : ICredentialSource
{
    private static readonly string[] Names = ["GH_TOKEN", "GITHUB_TOKEN"];

    /// <summary>The variables inside; none unless the user asked for them.</summary>
    /// <exception cref="SandboxException">CS105: there is no token.</exception>
    public static IReadOnlyList<PlannedVariable> Variables(SandboxPolicy policy, HostFacts facts, Secret sentinel)
    {
        if (!policy.Forwards.Contains(ForwardCatalog.GitHubToken, StringComparer.Ordinal) || policy.Network != NetworkMode.AllowList)
        {
            return [];
        }

        return new GitHubToken(facts).Get(forceReload: false) is not null
            ? GitHubInside.Variables(CapturePlan.BrokerPort, sentinel, existing: 0)
            : throw new SandboxException(ErrorCode.Forward, $"--forward {ForwardCatalog.GitHubToken}: neither {string.Join(" nor ", Names)} is set: set one of them, to a token with as few rights as will do");
    }

    public BrokerCredential? Get(bool forceReload) =>
        Names.Select(facts.Variable).FirstOrDefault(v => v is { Length: > 0 }) is { } token ? new BrokerCredential(Secret.FromText(token), CredentialScheme.Bearer) : null;
}
