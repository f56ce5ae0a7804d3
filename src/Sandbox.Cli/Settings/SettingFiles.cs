using Sandbox.Cli.Hosting;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Settings;

/// <summary>
/// Where configuration is looked for, and whether there is any. Every start asks, and most have none: it costs a few system calls, and nothing that reads
/// configuration is loaded.
/// </summary>
internal sealed record SettingFiles
{
    /// <summary>Sandbox.Configuration knows it too, but is not loaded for it.</summary>
    public const string PackageVariable = "CLAUDE_SANDBOX_DEFAULTS";

    /// <summary>Of whoever packaged the program; null when nobody did.</summary>
    public string? Package { get; init; }

    /// <summary>The machine's.</summary>
    public required string System { get; init; }

    /// <summary>The machine's, which nothing goes beyond.</summary>
    public required string Managed { get; init; }

    public required string User { get; init; }

    /// <summary>Null without a project directory: whoever needs one says what is wrong with it.</summary>
    public required string? Project { get; init; }

    /// <summary>The owner of the project directory.</summary>
    public uint ProjectOwner { get; init; }

    /// <summary>Whether there is anything to read.</summary>
    public bool Any { get; private init; }

    /// <exception cref="Core.Diagnostics.SandboxException">CS203 or CS204: the environment is unusable.</exception>
    public static SettingFiles Find(string directory, CliHost host)
    {
        HostFacts facts = host.Facts;
        PathFacts project = facts.Files.Follow(Paths.Anchor(directory, facts.WorkingDirectory, facts.Home));
        SettingFiles files = new()
        {
            Package = host.Environment.GetValueOrDefault(PackageVariable),
            System = Paths.Join(host.SystemConfiguration, "config.json"),
            Managed = Paths.Join(host.SystemConfiguration, "managed.json"),
            User = UserFile(facts),
            Project = project is { Kind: PathKind.Directory, Canonical: { } path } ? Paths.Join(path, ProtectedNames.Configuration) : null,
            ProjectOwner = project.Uid,
        };
        return files with { Any = HasVariable(host) || IsThere(facts, files.System) || IsThere(facts, files.Managed) || IsThere(facts, files.User) || IsThere(facts, files.Project) };
    }

    /// <summary>The user's file.</summary>
    /// <exception cref="Core.Diagnostics.SandboxException">CS204: XDG_CONFIG_HOME is relative.</exception>
    public static string UserFile(HostFacts facts) => Paths.Join(XdgDirectories.Config(facts), "config.json");

    /// <summary>
    /// Whether there is something to read, or something that keeps from looking. A directory is the placeholder of a sandbox that is running there.
    /// </summary>
    public static bool IsThere(HostFacts facts, string? path) => path is not null && facts.Files.Look(path).Kind is not (PathKind.Missing or PathKind.Directory);

    private static bool HasVariable(CliHost host)
    {
        foreach (string name in host.Environment.Keys)
        {
            if (name.StartsWith("CLAUDE_SANDBOX_", StringComparison.Ordinal) && name != PhaseTrace.Variable)
            {
                return true;
            }
        }

        return false;
    }
}
