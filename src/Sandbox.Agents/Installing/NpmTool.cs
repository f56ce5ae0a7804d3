using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>npm and the node that runs it, both found outside the project.</summary>
internal sealed record NpmTool
{
    internal required string Npm { get; init; }

    /// <summary>PATH for npm, whose first line says <c>env node</c>. The user's own PATH may name the project.</summary>
    internal required string SearchPath { get; init; }

    /// <exception cref="SandboxException">CS602: npm or node is missing.</exception>
    internal static NpmTool Find(ExecutableResolver resolver)
    {
        string npm = resolver.Find("npm") ?? throw Missing("npm");
        string node = resolver.Find("node") ?? throw Missing("node");
        IEnumerable<string> directories = [PathText.Parent(npm)!, PathText.Parent(node)!, .. ExecutableResolver.TrustedDirectories];
        return new NpmTool { Npm = npm, SearchPath = string.Join(':', directories.Distinct(StringComparer.Ordinal)) };
    }

    private static SandboxException Missing(string tool) => new(
        ErrorCode.AgentInstall,
        $"cannot install {ClaudeAgent.Name}: {tool} was not found on PATH outside the project; install Node.js with npm (Debian, Ubuntu: apt install nodejs npm; "
        + $"Fedora: dnf install nodejs npm; Alpine: apk add nodejs npm), or put {ClaudeAgent.Name} on PATH yourself");
}
