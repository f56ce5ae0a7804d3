using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Commands;

/// <summary>
/// What this program believes when it finds it later must lie where no sandbox can write: its state, whose journal says
/// what to remove, and the agents that it installed (PR-17).
/// </summary>
internal static class OwnFiles
{
    /// <exception cref="SandboxException">CS104: a directory that the sandbox may write holds them.</exception>
    public static void ThrowIfWritable(LaunchPlan plan, HostFacts facts)
    {
        foreach ((string directory, string variable) in (ReadOnlySpan<(string, string)>)[(XdgDirectories.State(facts), "XDG_STATE_HOME"), (XdgDirectories.Data(facts), "XDG_DATA_HOME")])
        {
            string own = CanonicalPath.Of(facts.Files, directory);
            if (plan.Mounts.OfType<BindMount>().FirstOrDefault(m => m.Writable && !m.IsFile && m.Source != plan.Git?.PrivateDirectory && (Paths.IsWithin(own, m.Source) || Paths.IsWithin(m.Source, own))) is { } mount)
            {
                throw new SandboxException(
                    ErrorCode.HostPath,
                    $"refusing to let the sandbox write {PrintableText.Escape(mount.Source)}: this program keeps what it trusts in {PrintableText.Escape(own)}: " +
                    $"share a directory that does not hold it, or set {variable} to another place");
            }
        }
    }
}
