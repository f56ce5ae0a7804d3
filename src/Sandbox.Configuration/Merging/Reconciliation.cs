using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Forwards;
using Sandbox.Core.Planning;

namespace Sandbox.Configuration.Merging;

/// <summary>
/// Settings of different sources that have no meaning together. What files grant for the allow-list goes unused without one; what must hold and cannot is a
/// mistake. Options that contradict each other on one command line are left to the planner, which says so in their words.
/// </summary>
internal static class Reconciliation
{
    private static readonly Setting[] OfTheList = [SettingCatalogue.Allow, SettingCatalogue.Deny, SettingCatalogue.Rules, SettingCatalogue.Publish];

    public static void Apply(EffectiveSettings settings, ConfigurationSources sources, Findings findings)
    {
        GivenSetting mode = settings.Of(SettingCatalogue.Mode);
        if (settings.Is(SettingCatalogue.Mode, "none"))
        {
            WithoutNetwork(settings, mode, findings);
        }
        else if (settings.Is(SettingCatalogue.Mode, "host"))
        {
            WithoutRules(settings, sources, mode, findings);
        }
    }

    private static void WithoutNetwork(EffectiveSettings settings, GivenSetting mode, Findings findings)
    {
        foreach (Setting setting in OfTheList)
        {
            Drop(setting, static _ => true, settings, mode, findings);
        }

        Drop(SettingCatalogue.Forwards, static w => w == ForwardCatalog.GitHubToken, settings, mode, findings);
        GivenSetting credentials = settings.Of(SettingCatalogue.Credentials);
        if (settings.Is(SettingCatalogue.Credentials, "broker") && (credentials.Origin.Layer != SettingLayer.Flag || mode.Origin.Layer != SettingLayer.Flag))
        {
            settings.Set(SettingCatalogue.Credentials, [new SettingEntry("none", mode.Origin)], mode.Origin);
        }
    }

    private static void WithoutRules(EffectiveSettings settings, ConfigurationSources sources, GivenSetting mode, Findings findings)
    {
        Setting[] restricting = [SettingCatalogue.Deny, SettingCatalogue.Rules];
        foreach (Setting setting in restricting)
        {
            foreach (SettingEntry entry in settings.Of(setting).Entries.Where(static e => e.Origin.Layer != SettingLayer.Flag))
            {
                Unenforceable(findings, Said.By(setting, entry), mode);
            }
        }

        Setting[] narrowing = [SettingCatalogue.Allow, SettingCatalogue.Presets];
        foreach (Setting setting in narrowing)
        {
            if (sources.Project?.Of(setting) is { } narrowed)
            {
                Unenforceable(findings, $"{narrowed.Origin.Place}: {setting.Path}", mode);
            }
        }

        Drop(SettingCatalogue.Allow, static _ => true, settings, mode, findings);
        Drop(SettingCatalogue.Publish, static _ => true, settings, mode, findings);
    }

    private static void Unenforceable(Findings findings, string what, GivenSetting mode) =>
        findings.Add(ErrorCode.InvalidPolicy, $"{what}: cannot be enforced with network.mode host ({mode.Origin.Place}): use --network allowlist");

    // A file's grants go unused; what stands on this very command line was meant.
    private static void Drop(Setting setting, Func<string, bool> which, EffectiveSettings settings, GivenSetting mode, Findings findings)
    {
        GivenSetting given = settings.Of(setting);
        SettingEntry[] meant = [.. given.Entries.Where(e => which(e.Word) && e.Origin.Layer == SettingLayer.Flag)];
        if (mode.Origin.Layer != SettingLayer.Flag)
        {
            foreach (SettingEntry entry in meant)
            {
                findings.Add(ErrorCode.InvalidPolicy, $"{Said.By(setting, entry)}: of no use with network.mode {mode.Entries[0].Word} ({mode.Origin.Place}): leave it out");
            }
        }

        if (given.Entries.Any(e => which(e.Word)))
        {
            settings.Set(setting, given.Entries.Where(e => !which(e.Word) || e.Origin.Layer == SettingLayer.Flag), given.Origin);
        }
    }
}
