using Sandbox.Cli.Commands;
using Sandbox.Cli.Hosting;

namespace Sandbox.Cli.Settings;

/// <summary>A request of the command line alone, and the same with all that files and variables say.</summary>
internal static class Configured
{
    /// <exception cref="Core.Diagnostics.SandboxException">CS110 or CS111: all that is wrong with the configuration; or the environment is unusable.</exception>
    public static LaunchRequest Apply(LaunchRequest request, CliHost host)
    {
        SettingFiles files = SettingFiles.Find(request.Policy.ProjectDirectory, host);
        return files.Any && request.Words is { } words ? LoadedSettings.Apply(request, words, files, host) : request;
    }
}
