using Sandbox.Cli.Hosting;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Users;

namespace Sandbox.Cli.Container;

/// <summary>A container of systemd-nspawn takes root to make. Whoever is not root is asked for it by sudo, which then runs the same words (N74).</summary>
internal static class Escalation
{
    private const string Sudo = "sudo";

    /// <summary>Returns when this process has root's rights; goes on as sudo when it has not.</summary>
    /// <exception cref="SandboxException">CS307: there is no sudo, or root was not told whom it acts for.</exception>
    public static void Escalate(CliHost host)
    {
        if (RootRights.AreHeld)
        {
            // A file said it, which is read too late to act for anybody but root.
            if (host.Environment.GetValueOrDefault(SudoUser.UidVariable) is { } caller and not "0")
            {
                throw new SandboxException(
                    ErrorCode.Escalation, $"sudo was called by user {PrintableText.Escape(caller)}, but only a file says that this is a container: call `sudo {CalledName.Container}`, or pass --backend nspawn");
            }

            return;
        }

        string program = Path.Combine(host.ProgramDirectory, "claude-sandbox");
        string sudo = new ExecutableResolver(null, [], new HostFileProbe()).Find(Sudo) ?? throw new SandboxException(
            ErrorCode.Escalation, "--backend nspawn needs root, and there is no sudo to ask for it: install the package sudo, run it as root, or pass --backend native, which needs neither");
        (IReadOnlyList<string> arguments, IReadOnlyList<string> environment) = SudoCommand.Of(program, host.Words, host.Environment);
        Replacement.Become(sudo, arguments, environment);
    }
}
