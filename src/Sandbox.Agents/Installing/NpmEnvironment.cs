using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>npm's environment: what reaches the user's registry, and nothing that runs code (NODE_OPTIONS) or is a secret of the agent.</summary>
internal static class NpmEnvironment
{
    private static readonly HashSet<string> Passed = new(StringComparer.OrdinalIgnoreCase)
    {
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
        "NODE_EXTRA_CA_CERTS", "NODE_USE_SYSTEM_CA", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "NPM_TOKEN", "NODE_AUTH_TOKEN",
        "LANG", "LC_ALL", "TMPDIR", "USER", "LOGNAME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
    };

    // Set by npm itself for the scripts that it runs; they describe another project.
    private static readonly HashSet<string> OtherProject = new(StringComparer.OrdinalIgnoreCase)
    {
        "npm_config_local_prefix", "npm_config_workspace", "npm_config_workspaces", "npm_config_location",
    };

    /// <summary>The user's home is used for npm's settings and cache when it is usable, else the staging directory's.</summary>
    internal static IReadOnlyDictionary<string, string> For(
        IReadOnlyDictionary<string, string> environment, NpmTool tool, StagingDirectory staging, IFileProbe files)
    {
        Dictionary<string, string> result = environment
            .Where(v => Passed.Contains(v.Key)
                || (v.Key.StartsWith("npm_config_", StringComparison.OrdinalIgnoreCase) && !OtherProject.Contains(v.Key)))
            .ToDictionary(StringComparer.Ordinal);
        result["PATH"] = tool.SearchPath;
        result["HOME"] = UsableHome(environment, files) ?? staging.Home;
        return result;
    }

    private static string? UsableHome(IReadOnlyDictionary<string, string> environment, IFileProbe files) =>
        environment.TryGetValue("HOME", out string? home)
        && home.StartsWith('/')
        && files.Look(home) is { IsDirectory: true, IsExecutable: true, IsWritable: true }
            ? home
            : null;
}
