using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Locating;

/// <summary>Recognises what a file called <c>claude</c> is, without running it.</summary>
/// <param name="resolver">Says which files are trusted, and finds node.</param>
/// <param name="files">The file system.</param>
/// <param name="platform">This machine.</param>
/// <param name="home">The user's home directory, absolute.</param>
public sealed class AgentInspector(ExecutableResolver resolver, IFileProbe files, AgentPlatform platform, string home)
{
    private readonly NativeAgent _native = new(files, platform, files.Look(home)?.RealPath ?? home);
    private readonly ScriptAgent _script = new(resolver, files, platform, files.Look(home)?.RealPath ?? home);

    /// <param name="path">Absolute.</param>
    /// <param name="source">Recorded in the result. What the user names is taken whatever it is called.</param>
    public AgentInspection Inspect(string path, AgentSource source) => Inspect(path, path, source);

    private AgentInspection Inspect(string path, string foundAt, AgentSource source)
    {
        if (!path.StartsWith('/') || files.Look(path) is not { } facts)
        {
            return AgentInspection.Refuse(path, "does not exist");
        }

        if (!resolver.IsUsable(path))
        {
            return AgentInspection.Refuse(path, "is not an executable file, lies in the project, or can be replaced by other users");
        }

        byte[] start = files.ReadStart(facts.RealPath, Shebang.Longest);
        if (ElfHeader.IsElf(start))
        {
            return _native.Inspect(facts.RealPath, start, foundAt, source);
        }

        if (Stands(path, facts.RealPath) is { } real)
        {
            return Inspect(real, foundAt, source);
        }

        return Shebang.Parse(start) is { } shebang
            ? _script.Inspect(facts.RealPath, shebang, foundAt, source)
            : AgentInspection.Refuse(path, "is neither a program for this machine nor a script");
    }

    /// <summary>
    /// The file that a stand-in means: the local installation's shell wrapper stands beside its node_modules, and a wrapper package whose
    /// install script never ran holds a text that only says so.
    /// </summary>
    private string? Stands(string path, string real)
    {
        string local = PathText.Join(PathText.Parent(real) ?? "/", "node_modules/.bin/claude");
        string[] candidates = [local, .. PlatformPackage.Near(files, platform, real)];
        return candidates.FirstOrDefault(c =>
            !string.Equals(c, path, StringComparison.Ordinal)
            && files.Look(c) is { } facts
            && !string.Equals(facts.RealPath, real, StringComparison.Ordinal)
            && resolver.IsUsable(c));
    }
}
