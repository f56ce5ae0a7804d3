using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Locating;

/// <summary>An agent that is one native binary.</summary>
internal sealed class NativeAgent(IFileProbe files, AgentPlatform platform, string home)
{
    private readonly VisibleDirectory _visible = new(home);

    internal AgentInspection Inspect(string real, byte[] start, string foundAt, AgentSource source)
    {
        string directory = PathText.Parent(real) ?? "/";
        string? version = Version(real, directory);
        if (!ElfHeader.IsExecutableFor(start, platform.ElfMachine))
        {
            return AgentInspection.Refuse(real, "is a program for another machine");
        }

        if (source != AgentSource.Named && version is null && !PathText.Name(real).StartsWith(ClaudeAgent.Name, StringComparison.Ordinal))
        {
            return AgentInspection.Refuse(real, $"is a launcher that starts {ClaudeAgent.Name} from elsewhere");
        }

        if (!VisibleDirectory.IsAlwaysVisible(real) && !(_visible.MayBeShown(directory) && IsForPrograms(directory)))
        {
            return AgentInspection.Refuse(real, "shares its directory with files that a sandbox should not see: move it to a directory of its own");
        }

        return AgentInspection.Accept(new AgentInstallation
        {
            Executable = real,
            VisibleDirectories = VisibleDirectory.Reduce([directory]),
            Version = version,
            Source = source,
            FoundAt = foundAt,
        });
    }

    /// <summary>The whole directory becomes readable inside, so it must be one for programs, or hold nothing but the agent.</summary>
    private bool IsForPrograms(string directory) =>
        PathText.Name(directory) is "bin" or "versions"
        || PackageManifest.Read(files, directory) is { IsAgent: true }
        || files.List(directory).All(n => n.StartsWith(ClaudeAgent.Name, StringComparison.Ordinal));

    /// <summary>From the file's own name (.../versions/2.1.329), else from the package that holds it.</summary>
    private string? Version(string real, string directory)
    {
        if (PathText.Name(directory) is "versions" && SemanticVersion.TryParse(PathText.Name(real)) is { } version)
        {
            return version.ToString();
        }

        return PackageRoot.Find(files, real) is { } root && PackageManifest.Read(files, root) is { IsAgent: true } manifest ? manifest.Version : null;
    }
}
