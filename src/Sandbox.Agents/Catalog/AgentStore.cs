using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Catalog;

/// <summary>The directory in which this program keeps the agents that it installed, and the names in it.</summary>
public sealed record AgentStore
{
    private const string StagingPrefix = ".staging-";

    private AgentStore()
    {
    }

    /// <summary>XDG data directory of the user.</summary>
    public required string DataHome { get; init; }

    /// <summary>One subdirectory per complete version, nothing else but the lock and what an install is working on.</summary>
    public string Root => PathText.Join(DataHome, "claude-sandbox/agents/claude");

    internal string LockFile => PathText.Join(Root, ".lock");

    /// <exception cref="SandboxException">CS204: neither XDG_DATA_HOME nor HOME names an absolute directory.</exception>
    public static AgentStore FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        string? dataHome = Absolute(environment, "XDG_DATA_HOME");
        string? home = dataHome is null ? Absolute(environment, "HOME") : null;
        return new AgentStore
        {
            DataHome = dataHome ?? (home is not null
                ? PathText.Join(home, ".local/share")
                : throw new SandboxException(ErrorCode.HostEnvironment, "cannot tell where installed agents are kept: HOME is not set; set HOME or XDG_DATA_HOME")),
        };
    }

    internal string VersionDirectory(SemanticVersion version) => PathText.Join(Root, version.ToString());

    internal string NewStagingDirectory(SemanticVersion version) => PathText.Join(Root, $"{StagingPrefix}{version}-{Guid.NewGuid():N}");

    internal static bool IsStaging(string name) => name.StartsWith(StagingPrefix, StringComparison.Ordinal);

    private static string? Absolute(IReadOnlyDictionary<string, string> environment, string name)
    {
        if (!environment.TryGetValue(name, out string? value) || value.Length == 0)
        {
            return null;
        }

        return value.StartsWith('/')
            ? value
            : throw new SandboxException(
                ErrorCode.HostEnvironment,
                $"cannot tell where installed agents are kept: {name}='{Printable.Text(value)}' is not an absolute path; correct or unset it");
    }
}
