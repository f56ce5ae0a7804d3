using Sandbox.Cli.Hosting;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Commands;

/// <summary>What <c>--pty</c> and <c>--tmux</c> mean for the descriptors that this program was given.</summary>
internal static class OwnTerminals
{
    /// <summary>The plan as it can be: where none of 0, 1 and 2 is a terminal, there is none to keep from the sandbox.</summary>
    /// <exception cref="SandboxException">CS101: only some are, or tmux has none.</exception>
    public static LaunchPlan Settle(LaunchPlan plan, bool tmux, CliHost host)
    {
        if (plan.Backend == BackendKind.Nspawn && host.IsTerminal(0) && host.IsTerminal(1))
        {
            // A container's PID 1 leads a session of its own, which cannot share this one's terminal.
            return plan with { OwnTerminal = true };
        }

        if (!plan.OwnTerminal || (host.IsTerminal(0) && host.IsTerminal(1)))
        {
            return plan;
        }

        if (tmux)
        {
            throw new SandboxException(ErrorCode.Usage, "--tmux needs a terminal, and stdin or stdout is none: run it in one, or leave --tmux out");
        }

        return !host.IsTerminal(0) && !host.IsTerminal(1) && !host.IsTerminal(2)
            ? plan with { OwnTerminal = false }
            : throw new SandboxException(
                ErrorCode.Usage,
                "--pty takes the place of a terminal that is both stdin and stdout, and here only some of stdin, stdout and stderr are one: redirect all three or only stderr, or leave --pty out");
    }
}
