using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Locating;

/// <summary>Which host directories may be shown inside a sandbox for the sake of running a program.</summary>
/// <param name="home">The user's home directory, absolute.</param>
internal sealed class VisibleDirectory(string home)
{
    private static readonly string[] AlwaysVisible = ["/usr", "/nix/store"];

    internal static bool IsAlwaysVisible(string path) => AlwaysVisible.Any(d => PathText.IsUnder(path, d));

    /// <summary>Not the home directory, nor anything that holds it, nor a top-level directory: that would show far more than a program.</summary>
    internal bool MayBeShown(string directory) => !PathText.IsUnder(home, directory) && PathText.Parent(directory) is not (null or "/");

    /// <summary>Drops what is visible anyway or lies in another entry.</summary>
    internal static IReadOnlyList<string> Reduce(IEnumerable<string> directories)
    {
        string[] wanted = [.. directories.Where(d => !IsAlwaysVisible(d)).Distinct(StringComparer.Ordinal)];
        return [.. wanted.Where(d => !wanted.Any(o => !string.Equals(o, d, StringComparison.Ordinal) && PathText.IsUnder(d, o)))];
    }
}
