using Sandbox.Agents.Installing;

namespace Sandbox.Agents.Tests;

/// <summary>The default version from the real registry, installed once for all tests: by two installers at the same time.</summary>
public sealed class RealInstall : IAsyncLifetime, IDisposable
{
    public Machine Machine { get; } = new();

    public IReadOnlyList<AgentInstallResult> Results { get; private set; } = [];

    public async Task InitializeAsync()
    {
        foreach (string name in (string[])["HOME", "NODE_EXTRA_CA_CERTS", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "PATH"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                Machine.Environment[name] = value;
            }
        }

        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Key.ToString()!.StartsWith("npm_config_", StringComparison.OrdinalIgnoreCase))
            {
                Machine.Environment[variable.Key.ToString()!] = variable.Value!.ToString()!;
            }
        }

        Machine.Environment["XDG_DATA_HOME"] = $"{Machine.Root}/data";
        Results = await Task.WhenAll(Machine.Install(ClaudeAgent.DefaultVersion), Machine.Install(ClaudeAgent.DefaultVersion));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => Machine.Dispose();
}
