using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Locating;

/// <summary>Finds node itself (not the shims of version managers, which are scripts) and the directories that it needs.</summary>
internal sealed class NodeRuntime(ExecutableResolver resolver, IFileProbe files, AgentPlatform platform, string home)
{
    private readonly VisibleDirectory _visible = new(home);

    /// <summary>The real path of the node that would run the script, else of the one installed beside it.</summary>
    internal string? Find(string interpreter, string script)
    {
        IEnumerable<string> candidates = interpreter.StartsWith('/') ? [interpreter] : resolver.FindAll("node");
        string beside = PathText.Join(PathText.Parent(script) ?? "/", "node");
        return candidates.Append(beside)
            .Where(resolver.IsUsable)
            .Select(p => files.Look(p)!.RealPath)
            .FirstOrDefault(real => ElfHeader.IsExecutableFor(files.ReadStart(real, ElfHeader.Length), platform.ElfMachine) && Prefix(real) is not null);
    }

    /// <param name="node">A path that <see cref="Find"/> returned.</param>
    internal IEnumerable<string> Directories(string node) => [Prefix(node)!];

    /// <summary>PREFIX of PREFIX/bin/node, or the directory of node alone where PREFIX would show too much.</summary>
    private string? Prefix(string node)
    {
        string directory = PathText.Parent(node) ?? "/";
        string? prefix = PathText.Name(directory) is "bin" ? PathText.Parent(directory) : directory;
        return new[] { prefix, directory }.FirstOrDefault(d => d is not null && (VisibleDirectory.IsAlwaysVisible(d) || _visible.MayBeShown(d)));
    }
}
