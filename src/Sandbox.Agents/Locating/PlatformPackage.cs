using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Locating;

/// <summary>Where npm puts the native binary that belongs to the agent's wrapper package: inside it or beside it.</summary>
internal static class PlatformPackage
{
    internal static IEnumerable<string> Near(IFileProbe files, AgentPlatform platform, string file)
    {
        if (PackageRoot.Find(files, file) is not { } root || PackageManifest.Read(files, root) is not { IsAgent: true })
        {
            return [];
        }

        string binary = $"{platform.PackageName}/{ClaudeAgent.Name}";
        string modules = PathText.Parent(PathText.Parent(root) ?? "/") ?? "/";
        return [PathText.Join(root, $"node_modules/{binary}"), PathText.Join(modules, binary)];
    }
}
