using Sandbox.Configuration.Catalogue;

namespace Sandbox.Configuration.Reading;

/// <summary>What one source says: some settings, or none.</summary>
public sealed class GivenSettings
{
    private readonly Dictionary<string, GivenSetting> _given = new(StringComparer.Ordinal);

    /// <summary>Null when the source says nothing about it, which is not the same as an empty list.</summary>
    public GivenSetting? Of(Setting setting) => _given.GetValueOrDefault(setting.Path);

    /// <summary>Says it, in place of whatever was said before.</summary>
    public void Set(Setting setting, GivenSetting given) => _given[setting.Path] = given;

    /// <summary>Says words that all come from the same place.</summary>
    public void Set(Setting setting, IEnumerable<string> words, SettingOrigin origin) =>
        Set(setting, new GivenSetting([.. words.Select(w => new SettingEntry(w, origin))], origin));
}
