using System.Reflection;

namespace Sandbox.Core.Network;

/// <summary>
/// The presets that come with the program. A data file has one entry a line, <c>include NAME</c> for the rules of another preset, and
/// comments after <c>#</c>.
/// </summary>
public static class NetworkPresets
{
    private const string Prefix = "presets/";
    private const string Include = "include ";

    private static readonly SortedDictionary<string, NetworkPreset> All = Load();

    /// <summary>In ordinal order.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Null for a name that no preset has.</summary>
    public static NetworkPreset? Get(string name) => All.GetValueOrDefault(name);

    /// <summary>A preset and whatever it includes, each once.</summary>
    public static IReadOnlyList<NetworkPreset> Expand(string name)
    {
        List<NetworkPreset> found = [];
        Queue<string> names = new([name]);
        while (names.TryDequeue(out string? next))
        {
            if (Get(next) is { } preset && !found.Contains(preset))
            {
                found.Add(preset);
                preset.Includes.ToList().ForEach(names.Enqueue);
            }
        }

        return found;
    }

    private static SortedDictionary<string, NetworkPreset> Load()
    {
        SortedDictionary<string, NetworkPreset> presets = new(StringComparer.Ordinal);
        Assembly assembly = typeof(NetworkPresets).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            NetworkPreset preset = Read(resource[Prefix.Length..], reader.ReadToEnd());
            presets.Add(preset.Name, preset);
        }

        return presets;
    }

    private static NetworkPreset Read(string name, string text)
    {
        string[] lines = [.. text.Split('\n').Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0)];
        return new NetworkPreset(
            name,
            [.. lines.Where(l => l.StartsWith(Include, StringComparison.Ordinal)).Select(l => l[Include.Length..].Trim())],
            [.. lines.Where(l => !l.StartsWith(Include, StringComparison.Ordinal))]);
    }
}
