using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;

namespace Sandbox.Configuration.Merging;

/// <summary>
/// What a project's file takes away. The payload may have written it, so it can do nothing else. A file that asks for more than its user grants
/// is a mistake, not a smaller sandbox than it was written for; but a run that is stricter than the user's files, by a variable or an option,
/// may be stricter than the project's file too.
/// </summary>
internal static class ProjectBounds
{
    /// <param name="wanted">What holds without the file; changed.</param>
    /// <param name="usual">What the user's and the machine's files grant by themselves.</param>
    /// <param name="project">What the file says.</param>
    /// <param name="memory">Bytes of memory of this machine; 0 when unknown.</param>
    /// <param name="findings">Takes every mistake.</param>
    public static void Apply(EffectiveSettings wanted, EffectiveSettings usual, GivenSettings project, long memory, Findings findings)
    {
        // By what held before the file: its settings must not depend on each other's order.
        IReadOnlyList<NetworkRule> rules = Rules(wanted);
        IReadOnlyList<NetworkRule> usualRules = Rules(usual);
        bool unruled = wanted.Is(SettingCatalogue.Mode, "host");
        Dictionary<Setting, GivenSetting> before = SettingCatalogue.All.ToDictionary(static s => s, wanted.Of);
        foreach (Setting setting in SettingCatalogue.All)
        {
            if (project.Of(setting) is not { } bound)
            {
                continue;
            }

            switch (setting.Bound)
            {
                case SettingBound.AtMost:
                    AtMost(setting, bound, before[setting], wanted, usual, findings);
                    break;
                case SettingBound.Lowers:
                    Lower(setting, bound, before[setting], wanted, memory, findings);
                    break;
                case SettingBound.Among:
                    Among(setting, bound, before[setting], wanted, findings);
                    break;
                case SettingBound.Rules:
                    wanted.Set(setting, bound.Entries.Where(e => Stays(setting, e, rules, usualRules, unruled, findings)), bound.Origin);
                    break;
                case SettingBound.Adds:
                    wanted.Set(setting, before[setting].Entries.Concat(bound.Entries), bound.Origin);
                    break;
            }
        }

        if (DesktopForwards.AreBeyond(wanted, project.Of(SettingCatalogue.Forwards)))
        {
            SettingOrigin origin = project.Of(SettingCatalogue.Forwards)!.Origin;
            wanted.Set(SettingCatalogue.Desktop, [new SettingEntry("false", origin)], origin);
        }
    }

    private static void AtMost(Setting setting, GivenSetting bound, GivenSetting now, EffectiveSettings wanted, EffectiveSettings usual, Findings findings)
    {
        SettingEntry asked = bound.Entries[0];
        string? holds = now.Entries is [{ } entry, ..] ? entry.Word : null;
        if (setting.IsWithin(asked.Word, holds))
        {
            // The same word says nothing new, and keeps its origin.
            if (!string.Equals(asked.Word, holds, StringComparison.Ordinal))
            {
                wanted.Set(setting, bound.Entries, bound.Origin);
            }
        }
        else if (!setting.IsWithin(asked.Word, usual.Word(setting)))
        {
            Refuse(findings, setting, asked, $"is looser than {holds} ({now.Origin.Place})");
        }
    }

    // A limit that is larger than what holds asks for nothing: it is as if it were not there.
    private static void Lower(Setting setting, GivenSetting bound, GivenSetting now, EffectiveSettings wanted, long memory, Findings findings)
    {
        SettingEntry asked = bound.Entries[0];
        double? holds = now.Entries is [{ } entry, ..] ? setting.Measure!(entry.Word, memory) : setting.Usual(memory);
        if (setting.Measure!(asked.Word, memory) is not { } amount || holds is null)
        {
            findings.Add(ErrorCode.Configuration, $"{Said.By(setting, asked)}: nobody can say which is smaller, because this machine does not tell how much memory it has: use sizes in place of shares");
        }
        else if (amount < holds)
        {
            wanted.Set(setting, bound.Entries, bound.Origin);
        }
    }

    private static void Among(Setting setting, GivenSetting bound, GivenSetting now, EffectiveSettings wanted, Findings findings)
    {
        foreach (SettingEntry asked in bound.Entries.Where(b => !now.Entries.Any(e => setting.Meet(e.Word, b.Word) is not null)))
        {
            Refuse(findings, setting, asked, "is granted by nobody");
        }

        IEnumerable<SettingEntry> left = from entry in now.Entries
                                         from most in bound.Entries
                                         let word = setting.Meet(entry.Word, most.Word)
                                         where word is not null
                                         select entry with { Word = word };
        wanted.Set(setting, left.DistinctBy(static e => e.Word, StringComparer.Ordinal), bound.Origin);
    }

    private static bool Stays(Setting setting, SettingEntry asked, IReadOnlyList<NetworkRule> rules, IReadOnlyList<NetworkRule> usual, bool unruled, Findings findings)
    {
        IReadOnlyList<NetworkRule> opened = RuleWords.Of(setting, asked.Word);
        if (unruled || opened.All(r => NetworkRuleCover.Covers(rules, r)))
        {
            return true;
        }

        if (!opened.All(r => NetworkRuleCover.Covers(usual, r)))
        {
            Refuse(findings, setting, asked, "lets more through than the rules that hold without it");
        }

        return false;
    }

    private static IReadOnlyList<NetworkRule> Rules(EffectiveSettings settings) => RuleWords.All(settings.Words(SettingCatalogue.Allow), settings.Words(SettingCatalogue.Presets));

    private static void Refuse(Findings findings, Setting setting, SettingEntry asked, string why)
    {
        string shown = setting.Kind == SettingKind.Switch ? setting.Flag : $"{setting.Flag} {PrintableText.Escape(setting.Shown(asked.Word))}";
        string how = setting.Kind == SettingKind.Switch && asked.Word == "false" ? "set it in your own config.json" : $"pass {shown} or set it in your own config.json";
        findings.Add(ErrorCode.Loosening, $"{Said.By(setting, asked)} {why}, and a project file may only tighten: {how} if you want it");
    }
}
