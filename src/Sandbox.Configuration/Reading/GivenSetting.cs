namespace Sandbox.Configuration.Reading;

/// <summary>What one source says about one setting.</summary>
/// <param name="Entries">One for a word or a switch; any number for a list.</param>
/// <param name="Origin">Where the setting begins: an empty list has no entry to tell.</param>
public sealed record GivenSetting(IReadOnlyList<SettingEntry> Entries, SettingOrigin Origin);
