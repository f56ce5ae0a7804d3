using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Commands;
using Sandbox.Cli.Hosting;
using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Merging;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Settings;

/// <summary>Configuration read and merged. Only reached when there is some.</summary>
internal static class LoadedSettings
{
    /// <inheritdoc cref="Configured.Apply"/>
    public static LaunchRequest Apply(LaunchRequest request, SandboxWords given, SettingFiles files, CliHost host)
    {
        Findings findings = new();
        EffectiveSettings settings = Read(given, files, host, findings);
        findings.ThrowIfAny();
        SandboxWords words = Words(given, settings);
        SandboxOptions options = words.Options;
        SandboxPolicy policy = request.Kind == LaunchKind.Command ? options.ReadForCommand(words, request.Payload, findings) : options.Read(words, findings);
        findings.ThrowIfAny();
        return request with
        {
            Words = words,
            Policy = policy,
            Agent = words.One(options.Agent),
            Quiet = words.Flag(options.Quiet),
            Tightened = settings.Tightened.Count == 0 ? null : $"{ProtectedNames.Configuration} tightens {string.Join(", ", settings.Tightened.Select(s => s.Path))} (`claude-sandbox config show` has the values)",
        };
    }

    /// <summary>What holds; with a mistake in a file or variable nothing is merged.</summary>
    public static EffectiveSettings Read(SandboxWords words, SettingFiles files, CliHost host, Findings findings)
    {
        FileReading reading = new(host.Facts, files, findings);
        ConfigurationSources sources = new()
        {
            Package = reading.ReadDefaults(files.Package),
            System = reading.Read(files.System, SettingLayer.System),
            Managed = reading.Read(files.Managed, SettingLayer.Managed),
            User = reading.Read(files.User, SettingLayer.User),
            Project = reading.Read(files.Project, SettingLayer.Project),
            Environment = EnvironmentSettings.Read(host.Environment, findings),
            Flags = Flags(words),
            MachineMemory = host.Facts.MemoryBytes,
            WorkingDirectory = host.Facts.WorkingDirectory,
            Home = host.Facts.Home,
        };
        findings.ThrowIfAny();
        return EffectiveSettings.Of(sources, findings);
    }

    /// <summary>The words of the command line and of all configuration.</summary>
    public static SandboxWords Words(SandboxWords words, SettingFiles files, CliHost host)
    {
        Findings findings = new();
        EffectiveSettings settings = Read(words, files, host, findings);
        findings.ThrowIfAny();
        return Words(words, settings);
    }

    /// <summary>The words of the command line with these in the place of its own.</summary>
    public static SandboxWords Words(SandboxWords words, EffectiveSettings settings)
    {
        Dictionary<string, string[]> configured = new(StringComparer.Ordinal);
        foreach (Setting setting in SettingCatalogue.All)
        {
            configured[setting.Flag] = [.. settings.Words(setting)];
        }

        return new SandboxWords(words.Options, words.Parsed, configured);
    }

    private static GivenSettings Flags(SandboxWords words)
    {
        GivenSettings flags = new();
        foreach (Setting setting in SettingCatalogue.All)
        {
            Option option = words.Options.All.First(o => string.Equals(o.Name, setting.Flag, StringComparison.Ordinal));
            if (words.Given(option) is { } given)
            {
                flags.Set(setting, setting.SplitsFlag ? given.SelectMany(static w => w.Split(',')) : given, new SettingOrigin(SettingLayer.Flag, setting.Flag));
            }
        }

        return flags;
    }
}
