using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Planning;

namespace Sandbox.Configuration.Merging;

/// <summary>What holds, and who says so.</summary>
public sealed class EffectiveSettings
{
    private readonly Dictionary<string, GivenSetting> _values = new(StringComparer.Ordinal);

    private EffectiveSettings()
    {
    }

    /// <summary>Settings that the project's file changed.</summary>
    public IReadOnlyList<Setting> Tightened { get; private set; } = [];

    /// <summary>The whole way: later sources over earlier ones, then what the managed file and the project's file hold down.</summary>
    /// <param name="sources">All that somebody said.</param>
    /// <param name="findings">Whatever asks for too much, or for what cannot be had together.</param>
    public static EffectiveSettings Of(ConfigurationSources sources, Findings findings)
    {
        EffectiveSettings wanted = Merge(sources, sources.Package, sources.System, sources.User, sources.Environment, sources.Flags);
        if (sources.Managed is { } managed)
        {
            ManagedBounds.Apply(wanted, managed, findings);
        }

        EffectiveSettings before = wanted.Copy();
        if (sources.Project is { } project)
        {
            ProjectBounds.Apply(wanted, Merge(sources, sources.Package, sources.System, sources.User), Anchored(sources, project), sources.MachineMemory, findings);
        }

        Reconciliation.Apply(wanted, sources, findings);
        wanted.Tightened = sources.Project is null ? [] : [.. SettingCatalogue.All.Where(s => sources.Project.Of(s == SettingCatalogue.Desktop && sources.Project.Of(s) is null ? SettingCatalogue.Forwards : s) is not null && !wanted.Words(s).SequenceEqual(before.Words(s), StringComparer.Ordinal))];
        return wanted;
    }

    /// <summary>What is said about it, the default when nobody says anything.</summary>
    public GivenSetting Of(Setting setting) => _values.GetValueOrDefault(setting.Path) ?? new GivenSetting([.. Default(setting).Select(static w => new SettingEntry(w, SettingOrigin.Default))], SettingOrigin.Default);

    /// <summary>The value; empty for a word that nobody gave.</summary>
    public IReadOnlyList<string> Words(Setting setting) => [.. Of(setting).Entries.Select(static e => e.Word)];

    /// <summary>The value of what is not a list, or null.</summary>
    public string? Word(Setting setting) => Of(setting).Entries is [{ } entry, ..] ? entry.Word : null;

    internal bool Is(Setting setting, string word) => string.Equals(Word(setting), word, StringComparison.Ordinal);

    internal void Set(Setting setting, IEnumerable<SettingEntry> entries, SettingOrigin origin) => _values[setting.Path] = new GivenSetting([.. entries], origin);

    private EffectiveSettings Copy()
    {
        EffectiveSettings copy = new();
        foreach ((string path, GivenSetting value) in _values)
        {
            copy._values[path] = value;
        }

        return copy;
    }

    // The broker stands in a network of the sandbox's own: without one a token is of no use, or has to be inside.
    private IReadOnlyList<string> Default(Setting setting) => !ReferenceEquals(setting, SettingCatalogue.Credentials) ? setting.Default : Word(SettingCatalogue.Mode) switch
    {
        "none" => ["none"],
        "host" => ["env"],
        _ => ["broker"],
    };

    private static EffectiveSettings Merge(ConfigurationSources sources, params ReadOnlySpan<GivenSettings?> layers)
    {
        EffectiveSettings result = new();
        foreach (GivenSettings? layer in layers)
        {
            foreach (Setting setting in SettingCatalogue.All)
            {
                if (layer?.Of(setting) is { } given)
                {
                    result.Add(setting, Anchor(sources, setting, given));
                }
            }
        }

        return result;
    }

    private void Add(Setting setting, GivenSetting given)
    {
        IEnumerable<SettingEntry> earlier = setting.Kind == SettingKind.List && !setting.Replaces && _values.TryGetValue(setting.Path, out GivenSetting? said)
            ? said.Entries.Where(e => !given.Entries.Any(g => string.Equals(setting.Key(g.Word), setting.Key(e.Word), StringComparison.Ordinal)))
            : [];
        Set(setting, earlier.Concat(given.Entries), given.Origin);

        // A path that a later source shares in another way is shared in that way.
        if (ReferenceEquals(setting, SettingCatalogue.ReadOnly) || ReferenceEquals(setting, SettingCatalogue.ReadWrite))
        {
            Setting other = ReferenceEquals(setting, SettingCatalogue.ReadOnly) ? SettingCatalogue.ReadWrite : SettingCatalogue.ReadOnly;
            GivenSetting shared = Of(other);
            Set(other, shared.Entries.Where(e => e.Origin.Layer == given.Origin.Layer || !given.Entries.Any(g => string.Equals(g.Word, e.Word, StringComparison.Ordinal))), shared.Origin);
        }
    }

    private static GivenSettings Anchored(ConfigurationSources sources, GivenSettings settings)
    {
        GivenSettings result = new();
        foreach (Setting setting in SettingCatalogue.All)
        {
            if (settings.Of(setting) is { } given)
            {
                result.Set(setting, Anchor(sources, setting, given));
            }
        }

        return result;
    }

    // Absolute and otherwise as written, so that the same place is the same word whoever names it.
    private static GivenSetting Anchor(ConfigurationSources sources, Setting setting, GivenSetting given) =>
        !setting.IsPath ? given : given with
        {
            Entries = [.. given.Entries.Select(e => e.Word.Length == 0 ? e : e with { Word = Trim(Paths.Anchor(e.Word, sources.WorkingDirectory, sources.Home)) })],
        };

    private static string Trim(string path) => path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/";
}
