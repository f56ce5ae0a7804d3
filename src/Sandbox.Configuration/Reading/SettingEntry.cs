namespace Sandbox.Configuration.Reading;

/// <summary>One word of a setting's value, with who said it.</summary>
/// <param name="Word">As <see cref="Catalogue.Setting"/> describes it.</param>
/// <param name="Origin">Who.</param>
public sealed record SettingEntry(string Word, SettingOrigin Origin);
