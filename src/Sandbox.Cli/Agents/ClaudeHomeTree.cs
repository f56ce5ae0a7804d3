using Sandbox.Agents.Home;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Credentials;

namespace Sandbox.Cli.Agents;

/// <summary>Claude's private home as mounts (design decision 2).</summary>
/// <param name="Mounts">Files and directories of ~/.claude and ~/.claude.json.</param>
/// <param name="HostDirectories">The history directory, made when absent.</param>
/// <param name="RemovedSettings">Names in the user's settings that hold or fetch secrets and stay outside.</param>
internal sealed record ClaudeHomeTree(IReadOnlyList<PlannedMount> Mounts, IReadOnlyList<string> HostDirectories, IReadOnlyList<string> RemovedSettings)
{
    private const int Limit = 8 * 1024 * 1024;
    private const int OwnerOnly = 0b110_000_000;
    private const string Reason = "agent home";

    public static ClaudeHomeTree Create(ClaudeHostPaths paths, HostFacts facts, string project, bool skipPermissions, Credential? credential)
    {
        ClaudeHomeRequest request = new()
        {
            ProjectDirectory = project,
            HostConfig = facts.Files.Read(paths.ConfigFile, Limit),
            HostSettings = facts.Files.Read(paths.SettingsFile, Limit),
            ApiKey = credential is { Kind: CredentialKind.ApiKey } ? credential.Secret : null,
            SkipPermissions = skipPermissions,
        };
        string inside = Paths.Join(facts.Home, ClaudeHome.DirectoryName);
        List<PlannedMount> mounts = [File(Paths.Join(facts.Home, ClaudeHome.ConfigName), ClaudeConfig.Render(request))];
        List<string> made = [];
        ClaudeSettings settings = ClaudeSettings.Render(request);
        foreach (ClaudeHomeEntry entry in ClaudeHome.Entries(project))
        {
            string source = Paths.Join(paths.Directory, entry.Name);
            string target = Paths.Join(inside, entry.Name);
            PathFacts found = facts.Files.Follow(source);
            switch (entry.Kind)
            {
                case ClaudeHomeEntryKind.GeneratedFile:
                    mounts.Add(File(target, settings.Json));
                    break;
                case ClaudeHomeEntryKind.CopiedFile when found.Canonical is not null && facts.Files.Read(found.Canonical, Limit) is { } copy:
                    mounts.Add(File(target, copy));
                    break;
                case ClaudeHomeEntryKind.ReadOnlyDirectory when found is { Kind: PathKind.Directory, Canonical: not null }:
                    mounts.Add(new BindMount { Target = target, Source = found.Canonical, Reason = Reason });
                    break;
                case ClaudeHomeEntryKind.WritableDirectory:
                    made.Add(source);
                    mounts.Add(new BindMount { Target = target, Source = CanonicalPath.Of(facts.Files, source), Writable = true, NoExec = true, Reason = Reason });
                    break;
            }
        }

        return new ClaudeHomeTree(mounts, made, settings.Removed);
    }

    private static FileEntry File(string target, ReadOnlyMemory<byte> contents) =>
        new() { Target = target, Contents = contents, Mode = OwnerOnly, Reason = Reason };
}
