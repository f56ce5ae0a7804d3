using Sandbox.Cli.Settings;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Sessions.Live;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Commands;

/// <summary>
/// What this program believes when it finds it later must lie where no sandbox can write: its state, whose journal says
/// what to remove, the agents that it installed, and the user's configuration (PR-17).
/// </summary>
internal static class OwnFiles
{
    /// <exception cref="SandboxException">CS104: a directory that the sandbox may write holds them, or one that it may see holds the registry.</exception>
    public static void ThrowIfWritable(LaunchPlan plan, HostFacts facts)
    {
        Check(XdgDirectories.State(facts), "XDG_STATE_HOME", plan, facts);
        ThrowIfRegistryVisible(plan, facts);
        Check(XdgDirectories.Data(facts), "XDG_DATA_HOME", plan, facts);
        Check(XdgDirectories.Config(facts), "XDG_CONFIG_HOME", plan, facts);

        // Which may be a link out of there.
        Check(SettingFiles.UserFile(facts), "XDG_CONFIG_HOME", plan, facts);
        if (facts.Variable(SettingFiles.PackageVariable) is { } defaults)
        {
            Check(defaults, SettingFiles.PackageVariable, plan, facts);
        }
    }

    private static void Check(string place, string variable, LaunchPlan plan, HostFacts facts)
    {
        string own = CanonicalPath.Of(facts.Files, place);

        if (plan.Mounts.OfType<BindMount>().FirstOrDefault(m => m.Writable && !m.IsFile && !IsOurs(m.Source, plan, facts) && (Paths.IsWithin(own, m.Source) || Paths.IsWithin(m.Source, own))) is { } mount)
        {
            throw new SandboxException(
                ErrorCode.HostPath,
                $"refusing to let the sandbox write {PrintableText.Escape(mount.Source)}: this program keeps what it trusts in {PrintableText.Escape(own)}: " +
                $"share a directory that does not hold it, or set {variable} to another place");
        }
    }

    // A socket can be connected to through a read-only mount, and whoever talks to the owner of a sandbox runs what they like in it.
    private static void ThrowIfRegistryVisible(LaunchPlan plan, HostFacts facts)
    {
        string own = CanonicalPath.Of(facts.Files, RunDirectory.Locate(facts));
        foreach (PlannedMount planned in plan.Mounts)
        {
            if (planned is BindMount { IsFile: false } mount && (Paths.IsWithin(own, mount.Source) || Paths.IsWithin(mount.Source, own)))
            {
                throw new SandboxException(
                    ErrorCode.HostPath,
                    $"refusing to show the sandbox {PrintableText.Escape(mount.Source)}: the sockets of running sandboxes are in {PrintableText.Escape(own)}: " +
                    "share a directory that does not hold it, or set XDG_RUNTIME_DIR to another place");
            }
        }
    }

    // The browser's profile and the private git directory lie beside what is believed, and nothing in them is.
    private static bool IsOurs(string source, LaunchPlan plan, HostFacts facts) =>
        string.Equals(source, facts.BrowserProfile, StringComparison.Ordinal) || string.Equals(source, plan.Git?.PrivateDirectory, StringComparison.Ordinal);
}
