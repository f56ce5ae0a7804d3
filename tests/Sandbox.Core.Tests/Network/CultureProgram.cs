using System.Globalization;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;

namespace Sandbox.Core.Tests.Network;

/// <summary>
/// The test assembly as a program of its own, started with the tables of all cultures, which the tests themselves run without. Exit code 0
/// when hosts and rules are the same in every culture, else 1 and what differed.
/// </summary>
internal static class CultureProgram
{
    private static readonly string[] Invisible = ["\0", "\u0001", "\u00AD", "\u200B", "\u200D", "\u007F", "\u2060", "\uFEFF"];

    public static int Main(string[] cultures)
    {
        string[] problems = [.. cultures.SelectMany(Problems)];
        Array.ForEach(problems, Console.Error.WriteLine);
        return problems.Length == 0 ? 0 : 1;
    }

    private static IEnumerable<string> Problems(string name)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
        CompareInfo compare = CultureInfo.CurrentCulture.CompareInfo;

        // The control: in this process a comparison by culture would be fooled.
        if (!compare.IsSuffix("evil.allow.com\u200B", ".allow.com") || (name.StartsWith("tr", StringComparison.Ordinal) && CultureInfo.CurrentCulture.TextInfo.ToLower('I') != '\u0131'))
        {
            yield return $"{name}: the tables of the culture are not in use";
        }

        NetworkRules rules = NetworkRules.Parse(["allow.com", "*.ALLOW.INFO", "INFO.example"], ["evil.ALLOW.INFO"], ["github"], new Findings());
        foreach ((string host, bool allowed) in new[]
        {
            ("ALLOW.COM", true), ("i.allow.info", true), ("I.ALLOW.INFO", true), ("info.example", true), ("GITHUB.COM", true), ("EVIL.allow.info", false), ("\u0131nfo.example", false),
            ("\u0130NFO.example", false), ("evilallow.com", false),
        })
        {
            bool answer = HostName.TryParse(host, out HostName? parsed, out _) && rules.Decide(parsed, 443).Allowed;
            if (answer != allowed)
            {
                yield return $"{name}: {host} is {(answer ? "allowed" : "refused")}";
            }
        }

        foreach (string text in Invisible.SelectMany(i => new[] { "allow.com" + i, i + "allow.com", $"evil{i}.allow.info", $"allow{i}.com" }))
        {
            Findings findings = new();
            _ = NetworkRules.Parse([text], [], [], findings);
            if (HostName.TryParse(text, out HostName? host, out _) || !findings.Any)
            {
                yield return $"{name}: {PrintableText.Escape(text)} is taken for {host}";
            }
        }
    }
}
