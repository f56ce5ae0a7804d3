using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>Decides whether a directory can be shared as the project, and under which path.</summary>
public static class ProjectDirectory
{
    /// <summary>The canonical path and the directory's identity.</summary>
    /// <exception cref="SandboxException">CS103 or CS106, saying what to do.</exception>
    public static (string Path, PathFacts Facts) Resolve(string given, HostFacts facts)
    {
        string shown = PrintableText.Escape(given);
        if (given.Length == 0)
        {
            throw Error("the project directory is empty: name a directory, or leave it out for the current one");
        }

        RefuseUnfaithful(given, shown);
        string absolute = Paths.Anchor(given, facts.WorkingDirectory, facts.Home);
        PathFacts found = facts.Files.Follow(absolute);
        switch (found.Kind)
        {
            case PathKind.Missing:
                throw Error($"no such project directory: {shown}: create it first, or name an existing one");
            case PathKind.Forbidden:
                throw Error($"cannot look at project directory {shown}: permission denied: run as a user who may, or choose another");
            case PathKind.Directory:
                break;
            default:
                throw Error($"not a directory: {shown}: name the directory that holds it");
        }

        string path = found.Canonical ?? Paths.Absolute(given, facts.WorkingDirectory, facts.Home);
        RefuseUnfaithful(path, PrintableText.Escape(path));
        if (!facts.Files.CanEnter(path))
        {
            throw Error($"cannot read project directory {shown}: permission denied (EACCES): the sandbox would see nothing there");
        }

        RefuseTooMuch(path, facts);
        return (path, found);
    }

    private static void RefuseTooMuch(string path, HostFacts facts)
    {
        // Sharing one of these would hand over the machine, not a project.
        IEnumerable<string> refused = SystemDirectories.Whole.Concat(SystemDirectories.Programs).Append(SystemDirectories.RootHome);
        if (refused.Contains(path, StringComparer.Ordinal) || SystemDirectories.NeverBelow.Any(r => Paths.IsWithin(path, r)))
        {
            throw Error($"refusing to share {PrintableText.Escape(path)} as a project: it is a system directory: choose a directory of your own");
        }

        if (Paths.IsWithin(facts.Home, path))
        {
            throw Error($"refusing to share {PrintableText.Escape(path)} as a project: it holds your home directory with its keys and tokens: choose a directory below it");
        }

        if (SecretStores.Find(path, facts.Home) is { } store)
        {
            throw Error($"refusing to share {PrintableText.Escape(path)} as a project: {PrintableText.Escape(store)} is where keys and tokens are kept: choose another directory");
        }
    }

    private static void RefuseUnfaithful(string path, string shown)
    {
        if (path.Any(c => c is >= '\uDC80' and <= '\uDCFF') && !IsWellFormed(path))
        {
            throw new SandboxException(ErrorCode.Encoding, $"project directory {shown} is not valid UTF-8: rename it, agents cannot name it either");
        }

        if (path.AsSpan().ContainsAny('\n', '\r'))
        {
            throw new SandboxException(ErrorCode.Encoding, $"project directory {shown} has a line break in its name: rename it, line-based tools would misread it");
        }
    }

    private static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static SandboxException Error(string message) => new(ErrorCode.ProjectDirectory, message);
}
