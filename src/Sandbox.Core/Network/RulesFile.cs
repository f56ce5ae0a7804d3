using System.Text;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Network;

/// <summary>
/// The file of --rules: a word and an entry a line (<c>allow example.com</c>, <c>deny *.example.org</c>, <c>preset npm</c>), comments
/// after <c>#</c>. It is read again while the sandbox runs, so it must lie where no sandbox can write.
/// </summary>
public static class RulesFile
{
    /// <summary>Bytes of the longest file that is read.</summary>
    public const int Limit = 1024 * 1024;

    private const string Allow = "allow ";
    private const string Deny = "deny ";
    private const string Preset = "preset ";

    /// <summary>The canonical path of --rules (as written when it does not exist), or null.</summary>
    public static string? PathOf(EgressPolicy policy, HostFacts facts) =>
        policy.RulesFile is { } file ? CanonicalPath.Of(facts.Files, Paths.Anchor(file, facts.WorkingDirectory, facts.Home)) : null;

    /// <summary>The rules of a policy, those of its file included, with every mistake in them as a finding.</summary>
    public static NetworkRules Rules(EgressPolicy policy, HostFacts facts, Findings findings) => PathOf(policy, facts) is { } path
        ? Rules(policy, path, facts.Files.Read(path, Limit), findings)
        : NetworkRules.Parse(policy.Allow, policy.Deny, policy.Presets, findings);

    /// <summary>The same with contents of the file that are at hand.</summary>
    public static NetworkRules Rules(EgressPolicy policy, string path, byte[]? contents, Findings findings)
    {
        EgressPolicy all = Add(policy, path, contents, findings);
        return NetworkRules.Parse(all.Allow, all.Deny, all.Presets, findings);
    }

    /// <summary>The policy with the file's entries after its own. A line that is none of the three is a finding.</summary>
    /// <param name="policy">What was written on the command line.</param>
    /// <param name="path">For messages.</param>
    /// <param name="contents">The file's bytes; null when it cannot be read, which is a finding too.</param>
    /// <param name="findings">Takes every mistake.</param>
    public static EgressPolicy Add(EgressPolicy policy, string path, byte[]? contents, Findings findings)
    {
        string shown = PrintableText.Escape(path);
        if (contents is null)
        {
            findings.Add(ErrorCode.InvalidPolicy, $"--rules {shown}: cannot be read: name a file of at most 1 MiB that you may read");
            return policy;
        }

        List<string> allow = [.. policy.Allow];
        List<string> deny = [.. policy.Deny];
        List<string> presets = [.. policy.Presets];
        int number = 0;
        foreach (string line in Encoding.UTF8.GetString(contents).Split('\n'))
        {
            number++;
            string text = line.Split('#')[0].Trim();
            if (text.Length > 0 && !(Take(text, Allow, allow) || Take(text, Deny, deny) || Take(text, Preset, presets)))
            {
                findings.Add(
                    ErrorCode.InvalidPolicy, FormattableString.Invariant($"--rules {shown}, line {number}: {PrintableText.Escape(text)}: write allow HOST[:PORT], deny HOST[:PORT] or preset NAME"));
            }
        }

        return policy with { Allow = allow, Deny = deny, Presets = presets };
    }

    private static bool Take(string text, string word, List<string> entries)
    {
        if (!text.StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        entries.Add(text[word.Length..].Trim());
        return true;
    }
}
