using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;

namespace Sandbox.Configuration.Merging;

/// <summary>
/// What the managed file lets. It grants nothing. What is a mere default is lowered to it; what somebody asked for beyond it is a mistake, whoever it was.
/// </summary>
internal static class ManagedBounds
{
    public static void Apply(EffectiveSettings wanted, GivenSettings managed, Findings findings)
    {
        foreach (Setting setting in SettingCatalogue.All)
        {
            if (managed.Of(setting) is { } bound)
            {
                Apply(setting, bound, wanted, findings);
            }
        }

        Rules(wanted, managed, findings);
        if (DesktopForwards.AreBeyond(wanted, managed.Of(SettingCatalogue.Forwards)))
        {
            Refuse(findings, SettingCatalogue.Desktop, wanted.Of(SettingCatalogue.Desktop).Entries[0], managed.Of(SettingCatalogue.Forwards)!);
        }
    }

    private static void Apply(Setting setting, GivenSetting bound, EffectiveSettings wanted, Findings findings)
    {
        GivenSetting now = wanted.Of(setting);
        switch (setting.Bound)
        {
            case SettingBound.AtMost or SettingBound.Lowers when now.Entries.Count == 0 || (now.Origin.Layer == SettingLayer.Default && !setting.IsWithin(now.Entries[0].Word, bound.Entries[0].Word)):
                wanted.Set(setting, bound.Entries, bound.Origin);
                break;
            case SettingBound.AtMost or SettingBound.Lowers when !setting.IsWithin(now.Entries[0].Word, bound.Entries[0].Word):
                Refuse(findings, setting, now.Entries[0], bound);
                break;
            case SettingBound.Among or SettingBound.ManagedOnly:
                foreach (SettingEntry entry in now.Entries.Where(e => !bound.Entries.Any(b => string.Equals(setting.Meet(e.Word, b.Word), e.Word, StringComparison.Ordinal))))
                {
                    Refuse(findings, setting, entry, bound);
                }

                break;
            case SettingBound.Adds:
                wanted.Set(setting, now.Entries.Concat(bound.Entries), bound.Origin);
                break;
        }
    }

    // Together: a host that a managed preset has may be named as well.
    private static void Rules(EffectiveSettings wanted, GivenSettings managed, Findings findings)
    {
        GivenSetting? allow = managed.Of(SettingCatalogue.Allow);
        GivenSetting? presets = managed.Of(SettingCatalogue.Presets);
        if ((presets ?? allow ?? managed.Of(SettingCatalogue.Deny)) is not { } first)
        {
            return;
        }

        // The rules rule nothing in the host's own network.
        if (wanted.Is(SettingCatalogue.Mode, "host"))
        {
            Refuse(findings, SettingCatalogue.Mode, wanted.Of(SettingCatalogue.Mode).Entries[0], first);
        }

        if (presets is not null && wanted.Of(SettingCatalogue.Presets).Origin.Layer == SettingLayer.Default)
        {
            IReadOnlyList<NetworkRule> usual = RuleWords.All([], SettingCatalogue.Presets.Default);
            wanted.Set(SettingCatalogue.Presets, presets.Entries.Where(e => RuleWords.Of(SettingCatalogue.Presets, e.Word).All(r => NetworkRuleCover.Covers(usual, r))), presets.Origin);
        }

        IReadOnlyList<NetworkRule> most = RuleWords.All(Words(allow), presets is null ? wanted.Words(SettingCatalogue.Presets) : Words(presets));
        Check(wanted, SettingCatalogue.Allow, allow, most, findings);
        Check(wanted, SettingCatalogue.Presets, presets, most, findings);
        if ((allow ?? presets) is { } bounded && wanted.Of(SettingCatalogue.Rules).Entries is [{ } file, ..])
        {
            Refuse(findings, SettingCatalogue.Rules, file, bounded);
        }
    }

    private static void Check(EffectiveSettings wanted, Setting setting, GivenSetting? bound, IReadOnlyList<NetworkRule> most, Findings findings)
    {
        if (bound is null)
        {
            return;
        }

        foreach (SettingEntry entry in wanted.Of(setting).Entries.Where(e => !RuleWords.Of(setting, e.Word).All(r => NetworkRuleCover.Covers(most, r))))
        {
            Refuse(findings, setting, entry, bound);
        }
    }

    private static IEnumerable<string> Words(GivenSetting? given) => given?.Entries.Select(static e => e.Word) ?? [];

    private static void Refuse(Findings findings, Setting setting, SettingEntry entry, GivenSetting bound) =>
        findings.Add(ErrorCode.Loosening, $"{Said.By(setting, entry)}: more than {bound.Origin.Place} lets: leave it out, or ask whoever manages this machine");
}
