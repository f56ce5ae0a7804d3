using Sandbox.Core.Diagnostics;
using Sandbox.Core.Network;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Secrets;

namespace Sandbox.Core.Planning;

/// <summary>The network of a plan: what leads out, what may, and how programs inside are told.</summary>
internal static class NetworkPart
{
    private const string Unproxied = "localhost,127.0.0.1,::1";

    // Both spellings are in use. ALL_PROXY names the HTTP proxy too: many clients fail at the mere sight of a SOCKS one.
    private static readonly string[] ProxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

    /// <summary>The rules, with every mistake in them as a finding.</summary>
    public static NetworkRules Rules(SandboxPolicy policy, Findings findings)
    {
        EgressPolicy egress = policy.Egress;
        bool ruled = policy.Network == NetworkMode.AllowList;
        if (!ruled && (egress.Allow.Count > 0 || egress.Deny.Count > 0 || egress.Publish.Count > 0))
        {
            findings.Add(ErrorCode.InvalidPolicy, $"--allow, --deny, --preset and --publish need --network allowlist: with {Word(policy.Network)} there is nothing that they could rule");
        }

        return ruled ? NetworkRules.Parse(egress.Allow, egress.Deny, egress.Presets, findings) : NetworkRules.Nothing;
    }

    public static IReadOnlyList<PublishRule> Published(SandboxPolicy policy, Findings findings)
    {
        List<PublishRule> rules = [];
        foreach (string text in policy.Egress.Publish.Distinct(StringComparer.Ordinal))
        {
            if (PublishRule.TryParse(text, out PublishRule? rule, out string problem))
            {
                rules.Add(rule);
            }
            else
            {
                findings.Add(ErrorCode.InvalidPolicy, $"--publish {PrintableText.Escape(text)}: {problem}");
            }
        }

        return rules;
    }

    public static CapturePlan? Capture(SandboxPolicy policy, NetworkRules rules) =>
        policy.Network == NetworkMode.AllowList ? new CapturePlan { NamedPorts = rules.Ports } : null;

    /// <summary>The proxy that clients are told of; the others are captured without their knowing.</summary>
    public static void Variables(PlanContext context, Secret? token)
    {
        if (context.Policy.Network != NetworkMode.AllowList)
        {
            return;
        }

        // Worth nothing outside this sandbox, so no secret; but nobody needs to see it either.
        string url = FormattableString.Invariant($"http://sandbox:{token?.RevealText()}@127.0.0.1:{CapturePlan.ProxyPort}");
        foreach (string name in ProxyVariables)
        {
            context.Variables.Add(new PlannedVariable { Name = name, Value = url, Sensitive = true, Reason = "network" });
        }

        context.Set("NO_PROXY", Unproxied, "network");
        context.Set("no_proxy", Unproxied, "network");
    }

    /// <summary>What the user hears of it.</summary>
    public static void Notices(PlanContext context, IReadOnlyList<PublishRule> published)
    {
        if (context.Policy.Network == NetworkMode.Host)
        {
            context.Notices.Add("the sandbox uses the host's network, services on localhost included (--network allowlist is the default, --network none cuts it off)");
        }

        foreach (PublishRule rule in published)
        {
            context.Notices.Add($"published: {rule}{(rule.IsOpen ? " (other machines may reach it)" : string.Empty)}");
        }
    }

    public static string Word(NetworkMode mode) => mode switch
    {
        NetworkMode.None => "--network none",
        NetworkMode.Host => "--network host",
        _ => "--network allowlist",
    };
}
