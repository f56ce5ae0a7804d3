using Sandbox.Core.Diagnostics;
using Sandbox.Core.Forwards;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>What is wrong with a policy on every machine: names that nothing has. Asks nothing of the host.</summary>
public static class PolicyCheck
{
    public static void Add(SandboxPolicy policy, Findings findings)
    {
        foreach (string name in policy.Forwards.Distinct(StringComparer.Ordinal).Where(n => ForwardCatalog.Find(n) is null))
        {
            string known = string.Join(", ", ForwardCatalog.All.Select(f => f.Name));
            findings.Add(ErrorCode.InvalidPolicy, $"unknown forward {Shown(name)}: known are {known}");
        }

        foreach (string name in policy.WritableProtectedNames.Distinct(StringComparer.Ordinal).Where(n => !IsProtected(n)))
        {
            findings.Add(ErrorCode.InvalidPolicy, $"--allow-write {Shown(name)}: not a protected name; known are all, {string.Join(", ", ProtectedNames.All)}");
        }

        foreach (EnvironmentGrant grant in policy.Environment.Where(g => !IsVariable(g.Name)))
        {
            findings.Add(ErrorCode.InvalidPolicy, $"--env {Shown(grant.Name)}: not a variable name: use letters, digits and _, not beginning with a digit");
        }

        if (policy.Forwards.Contains(ForwardCatalog.GitHubToken, StringComparer.Ordinal) && policy.Network != NetworkMode.AllowList)
        {
            findings.Add(ErrorCode.InvalidPolicy, $"--forward {ForwardCatalog.GitHubToken} needs --network allowlist, not --network {policy.Network.Word()}: the token's broker stands in a network of the sandbox's own");
        }

        if (policy.Credentials == CredentialMode.Broker && policy.Network != NetworkMode.AllowList)
        {
            findings.Add(
                ErrorCode.InvalidPolicy,
                $"--credentials broker needs --network allowlist, not --network {policy.Network.Word()}: leave out one of them, or choose --credentials env, file or none");
        }

        if (policy.Qmp is { Length: 0 })
        {
            findings.Add(ErrorCode.InvalidPolicy, "--qmp needs a path: it is empty");
        }

        LimitWords.Check(policy.Limits, findings);
        foreach (PathGrant grant in policy.Paths.Where(g => g.Path.Length == 0))
        {
            findings.Add(ErrorCode.InvalidPolicy, $"{GrantTree.Flag(grant)} needs a path: it is empty");
        }
    }

    public static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static bool IsProtected(string name) =>
        string.Equals(name, "all", StringComparison.Ordinal) || ProtectedNames.All.Contains(name, StringComparer.Ordinal);

    private static string Shown(string name) => name.Length == 0 ? "''" : PrintableText.Escape(name);
}
