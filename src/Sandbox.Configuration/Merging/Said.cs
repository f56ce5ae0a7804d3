using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Planning;

namespace Sandbox.Configuration.Merging;

/// <summary>Who said what, for messages.</summary>
internal static class Said
{
    /// <summary>"--network host", "variable CLAUDE_SANDBOX_NETWORK: host", "/etc/claude-sandbox/config.json:3: network.mode: host".</summary>
    public static string By(Setting setting, SettingEntry entry)
    {
        string word = PrintableText.Escape(setting.Shown(entry.Word));
        return entry.Origin.Layer switch
        {
            SettingLayer.Flag => setting.Kind == SettingKind.Switch ? setting.Flag : $"{setting.Flag} {word}",
            SettingLayer.Environment => $"variable {entry.Origin.Place}: {word}",
            _ => $"{entry.Origin.Place}: {setting.Path}: {word}",
        };
    }
}
