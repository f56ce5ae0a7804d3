using System.Text;
using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Merging;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Configuration.Tests;

/// <summary>Sources written as text, and what becomes of them.</summary>
internal sealed class Texts
{
    private readonly Findings _findings = new();

    public string? System { get; init; }

    public string? User { get; init; }

    public string? Managed { get; init; }

    public string? Project { get; init; }

    /// <summary>Bytes of the machine's memory.</summary>
    public long Memory { get; init; } = 16L << 30;

    public Dictionary<string, string> Variables { get; init; } = [];

    /// <summary>Options with their values: ("--network", "none").</summary>
    public IReadOnlyList<(string Flag, string Word)> Flags { get; init; } = [];

    /// <summary>Every finding, in order, as "CSnnn message".</summary>
    public static string[] Messages(Findings findings)
    {
        try
        {
            findings.ThrowIfAny();
            return [];
        }
        catch (SandboxException e)
        {
            return [Line(e.Code, e.Message), .. e.Others.Select((m, i) => Line(i < e.OtherCodes.Count ? e.OtherCodes[i] : e.Code, m))];
        }
    }

    /// <summary>What is wrong with a single file.</summary>
    public static string[] MistakesIn(string text, SettingLayer layer = SettingLayer.User) => MistakesIn(Encoding.UTF8.GetBytes(text), layer);

    public static string[] MistakesIn(byte[] bytes, SettingLayer layer = SettingLayer.User)
    {
        Findings findings = new();
        _ = ConfigurationFile.Read(bytes, "/f", layer, findings);
        return Messages(findings);
    }

    public EffectiveSettings Merge()
    {
        EffectiveSettings settings = EffectiveSettings.Of(Sources(), _findings);
        Assert.Empty(Messages(_findings));
        return settings;
    }

    public string[] Mistakes()
    {
        ConfigurationSources sources = Sources();
        if (!_findings.Any)
        {
            _ = EffectiveSettings.Of(sources, _findings);
        }

        return Messages(_findings);
    }

    public ConfigurationSources Sources() => new()
    {
        System = Read(System, "/etc/c/config.json", SettingLayer.System),
        User = Read(User, "/u/config.json", SettingLayer.User),
        Managed = Read(Managed, "/etc/c/managed.json", SettingLayer.Managed),
        Project = Read(Project, "/p/.claude-sandbox.json", SettingLayer.Project),
        Environment = EnvironmentSettings.Read(Variables, _findings),
        Flags = FlagsGiven(),
        MachineMemory = Memory,
        WorkingDirectory = "/p",
        Home = "/u",
    };

    private GivenSettings? Read(string? text, string path, SettingLayer layer) => text is null ? null : ConfigurationFile.Read(Encoding.UTF8.GetBytes(text), path, layer, _findings);

    private GivenSettings FlagsGiven()
    {
        GivenSettings given = new();
        foreach (IGrouping<string, string> flag in Flags.GroupBy(static f => f.Flag, static f => f.Word, StringComparer.Ordinal))
        {
            given.Set(SettingCatalogue.All.Single(s => s.Flag == flag.Key), flag, new SettingOrigin(SettingLayer.Flag, flag.Key));
        }

        return given;
    }

    private static string Line(ErrorCode code, string message) => FormattableString.Invariant($"CS{(int)code} {message}");
}
