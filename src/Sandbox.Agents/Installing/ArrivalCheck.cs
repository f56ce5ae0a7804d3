using System.Security.Cryptography;
using Sandbox.Agents.Catalog;
using Sandbox.Agents.Locating;
using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>Looks at what npm brought before anything of it is executed. An npm on an old Node may silently choose another version.</summary>
/// <param name="files">The file system.</param>
/// <param name="platform">This machine.</param>
internal sealed class ArrivalCheck(IFileProbe files, AgentPlatform platform)
{
    /// <returns>What to record about the package.</returns>
    /// <exception cref="SandboxException">CS602: it is not what was asked for.</exception>
    internal async Task<InstallMarker> RunAsync(string package, SemanticVersion version, CancellationToken cancellationToken)
    {
        PackageManifest manifest = PackageManifest.Read(files, package) ?? throw Refused(version, "npm brought no package");
        if (!string.Equals(manifest.Name, platform.PackageName, StringComparison.Ordinal)
            || !string.Equals(manifest.Version, version.ToString(), StringComparison.Ordinal))
        {
            throw Refused(
                version,
                $"asked npm for {platform.PackageName} {version}, but {Printable.Text(manifest.Name)} {Printable.Text(manifest.Version)} arrived");
        }

        string binary = PathText.Join(package, ClaudeAgent.Name);
        if (files.Look(binary) is not { IsRegular: true } facts || PathText.Name(facts.RealPath) is not ClaudeAgent.Name || facts.Traversed.Contains(binary))
        {
            throw Refused(version, $"the package has no program called {ClaudeAgent.Name}");
        }

        if (!ElfHeader.IsExecutableFor(files.ReadStart(binary, ElfHeader.Length), platform.ElfMachine))
        {
            throw Refused(version, "the program in the package is not for this machine");
        }

        // Whatever mode the archive had: executable by the user, writable by nobody else.
        File.SetUnixFileMode(binary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using FileStream stream = new(binary, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] hash = await SHA256.HashDataAsync(stream, cancellationToken);
        return new InstallMarker
        {
            Package = manifest.Name,
            Version = manifest.Version,
            Sha256 = Convert.ToHexStringLower(hash),
            Size = stream.Length,
        };
    }

    internal static SandboxException Refused(SemanticVersion version, string why) =>
        new(ErrorCode.AgentInstall, $"cannot install {ClaudeAgent.Name} {version}: {why}; nothing was kept, try again or name another version");
}
