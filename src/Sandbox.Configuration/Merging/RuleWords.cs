using Sandbox.Configuration.Catalogue;
using Sandbox.Core.Network;

namespace Sandbox.Configuration.Merging;

/// <summary>Network rules behind the words of a setting.</summary>
internal static class RuleWords
{
    /// <summary>What all the words let through; a word that is no rule lets nothing through.</summary>
    public static IReadOnlyList<NetworkRule> All(IEnumerable<string> allow, IEnumerable<string> presets) =>
        [.. allow.SelectMany(static w => Of(SettingCatalogue.Allow, w)), .. presets.SelectMany(static w => Of(SettingCatalogue.Presets, w))];

    /// <summary>What one word of <c>network.allow</c> or <c>network.presets</c> lets through.</summary>
    public static IReadOnlyList<NetworkRule> Of(Setting setting, string word) => ReferenceEquals(setting, SettingCatalogue.Presets)
        ? [.. NetworkPresets.Expand(word).SelectMany(static p => p.Rules).SelectMany(Parse)]
        : [.. Parse(word)];

    private static IEnumerable<NetworkRule> Parse(string word) => NetworkRuleParser.TryParse(word, allow: true, out NetworkRule? rule, out _) ? [rule] : [];
}
