namespace Sandbox.Core.Network;

/// <summary>A named list of allowed hosts; the data files beside the sources hold them.</summary>
/// <param name="Name">"npm".</param>
/// <param name="Includes">Presets whose rules count too.</param>
/// <param name="Rules">Entries as <see cref="NetworkRules"/> reads them.</param>
public sealed record NetworkPreset(string Name, IReadOnlyList<string> Includes, IReadOnlyList<string> Rules);
