using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Network;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>The network of a plan: what leads out, what may, and how programs inside are told.</summary>
internal static class NetworkPart
{
    private const string Unproxied = "localhost,127.0.0.1,::1";

    // Both spellings are in use. ALL_PROXY names the HTTP proxy too: many clients fail at the mere sight of a SOCKS one.
    private static readonly string[] ProxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

    /// <summary>The rules, with every mistake in them as a finding.</summary>
    public static NetworkRules Rules(SandboxPolicy policy, HostFacts facts, Findings findings)
    {
        EgressPolicy egress = policy.Egress;
        if (policy.Network == NetworkMode.AllowList)
        {
            return RulesFile.Rules(egress, facts, findings);
        }

        if (egress.Allow.Count > 0 || egress.Deny.Count > 0 || egress.Publish.Count > 0 || egress.RulesFile is not null)
        {
            findings.Add(ErrorCode.InvalidPolicy, $"--allow, --deny, --rules and --publish need --network allowlist: with --network {policy.Network.Word()} there is nothing that they could rule");
        }

        return NetworkRules.Nothing;
    }

    /// <summary>Whoever could write the rules would make them.</summary>
    public static void CheckRulesFile(PlanContext context)
    {
        if (RulesFile.PathOf(context.Policy.Egress, context.Facts) is { } file &&
            context.Mounts.OfType<BindMount>().FirstOrDefault(m => m.Writable && Paths.IsWithin(file, m.Source)) is { } mount)
        {
            context.Findings.Add(
                ErrorCode.HostPath, $"--rules {PrintableText.Escape(file)}: the sandbox could write it, because {PrintableText.Escape(mount.Source)} is shared: keep it elsewhere");
        }
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
    public static void Variables(PlanContext context, SessionValues? session)
    {
        if (context.Policy.Network != NetworkMode.AllowList)
        {
            return;
        }

        // Worth nothing outside this sandbox, so no secret; but nobody needs to see it either.
        string url = FormattableString.Invariant($"http://sandbox:{session?.ProxyToken.RevealText()}@127.0.0.1:{CapturePlan.ProxyPort}");
        foreach (string name in ProxyVariables)
        {
            context.Variables.Add(new PlannedVariable { Name = name, Value = url, Sensitive = true, Reason = "network" });
        }

        context.Set("NO_PROXY", Unproxied, "network");
        context.Set("no_proxy", Unproxied, "network");
        context.Variables.AddRange(session?.Variables ?? []);
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
}
