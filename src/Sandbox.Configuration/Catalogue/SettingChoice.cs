namespace Sandbox.Configuration.Catalogue;

/// <summary>One of the words that a setting may have.</summary>
/// <param name="Word">As it is written.</param>
/// <param name="Rank">How loose it is; of two words with the same rank neither is tighter.</param>
public sealed record SettingChoice(string Word, int Rank);
