using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Locating;

/// <summary>Where the agent's installers put it. A shell that is not interactive reads no rc file, so PATH often lacks these.</summary>
public static class KnownPlaces
{
    /// <param name="home">Absolute.</param>
    public static IReadOnlyList<string> For(string home) =>
    [
        PathText.Join(home, ".local/bin/claude"),
        "/usr/local/bin/claude",
        PathText.Join(home, ".npm-global/bin/claude"),
        PathText.Join(home, ".claude/local/claude"),
        PathText.Join(home, ".claude/local/node_modules/.bin/claude"),
    ];
}
