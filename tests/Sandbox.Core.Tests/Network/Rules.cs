using Sandbox.Core.Diagnostics;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;

namespace Sandbox.Core.Tests.Network;

/// <summary>Short words for rules in tests.</summary>
internal static class Rules
{
    public static NetworkRules Allow(params string[] allow) => Of(allow, []);

    public static NetworkRules Of(string[] allow, string[] deny, params string[] presets)
    {
        Findings findings = new();
        NetworkRules rules = NetworkRules.Parse(allow, deny, presets, findings);
        findings.ThrowIfAny();
        return rules;
    }

    public static HostName Host(string text)
    {
        Assert.True(HostName.TryParse(text, out HostName? host, out string problem), $"{text}: {problem}");
        return host;
    }

    public static Verdict Decide(this NetworkRules rules, string host, int port) => rules.Decide(Host(host), port);

    /// <summary>All findings of a reading that must fail, and must leave nothing allowed.</summary>
    public static string[] Problems(string[] allow, string[]? deny = null, params string[] presets)
    {
        Findings findings = new();
        NetworkRules rules = NetworkRules.Parse(allow, deny ?? [], presets, findings);
        Assert.True(findings.Any, "nothing was found wrong");
        Assert.Empty(rules.Allow);
        SandboxException all = Assert.Throws<SandboxException>(findings.ThrowIfAny);
        Assert.Equal(ErrorCode.InvalidPolicy, all.Code);
        Assert.All(all.OtherCodes, c => Assert.Equal(ErrorCode.InvalidPolicy, c));
        return [all.Message, .. all.Others];
    }
}
