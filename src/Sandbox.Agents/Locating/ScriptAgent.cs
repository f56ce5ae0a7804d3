using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Locating;

/// <summary>An agent that is a script: JavaScript for node, or a wrapper that the system's package manager put under /usr or /nix/store.</summary>
internal sealed class ScriptAgent(ExecutableResolver resolver, IFileProbe files, AgentPlatform platform, string home)
{
    private readonly VisibleDirectory _visible = new(home);
    private readonly NodeRuntime _node = new(resolver, files, platform, home);

    internal AgentInspection Inspect(string real, Shebang shebang, string foundAt, AgentSource source)
    {
        if (PathText.Name(shebang.Interpreter) is not ("node" or "nodejs"))
        {
            return VisibleDirectory.IsAlwaysVisible(real)
                ? Accept(real, [], [], foundAt, source)
                : AgentInspection.Refuse(real, $"is a {Printable.Text(PathText.Name(shebang.Interpreter))} script: what it starts cannot be known");
        }

        if (PackageRoot.Find(files, real) is not { } root || !(VisibleDirectory.IsAlwaysVisible(root) || _visible.MayBeShown(root)))
        {
            return AgentInspection.Refuse(real, "is a script outside any npm package of its own");
        }

        if (_node.Find(shebang.Interpreter, foundAt) is not { } node)
        {
            return AgentInspection.Refuse(real, "needs node, which was not found");
        }

        return Accept(node, [.. shebang.Flags, real], [.. PackageDirectories(root), .. _node.Directories(node)], foundAt, source)
            is var accepted && PackageManifest.Read(files, root) is { IsAgent: true } manifest
            ? AgentInspection.Accept(accepted.Installation! with { Version = manifest.Version })
            : accepted;
    }

    /// <summary>The package, and its image library where npm has put that beside it.</summary>
    private IEnumerable<string> PackageDirectories(string root)
    {
        string images = PathText.Join(PathText.Parent(PathText.Parent(root) ?? "/") ?? "/", "@img");
        return files.Look(images) is { IsDirectory: true } && PathText.Name(PathText.Parent(images)!) is "node_modules" ? [root, images] : [root];
    }

    private static AgentInspection Accept(
        string executable, IReadOnlyList<string> leading, IEnumerable<string> directories, string foundAt, AgentSource source) =>
        AgentInspection.Accept(new AgentInstallation
        {
            Executable = executable,
            LeadingArguments = leading,
            VisibleDirectories = VisibleDirectory.Reduce(directories),
            Source = source,
            FoundAt = foundAt,
        });
}
