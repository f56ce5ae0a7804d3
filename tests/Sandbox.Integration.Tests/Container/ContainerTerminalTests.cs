namespace Sandbox.Integration.Tests;

/// <summary>A container on a real terminal: it has one of its own, and the user notices nothing of it (G17).</summary>
public sealed class ContainerTerminalTests
{
    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void A_shell_has_job_control_the_size_of_the_terminal_and_its_exit_code_comes_back(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        ProcessRequest start = workspace.Container("--shell", "-q", workspace.Project);
        using TmuxSession session = TmuxSession.Start(new TmuxOptions
        {
            Program = new ProcessRequest(start.FileName, start.Arguments) { Environment = start.Environment, WorkingDirectory = start.WorkingDirectory },
            Identity = Identity.Root,
            Columns = 100,
            Rows = 30,
        });

        session.SendText("stty size; echo x > $(tty) && echo named; echo started $((40+2))");
        session.SendKeys("Enter");
        Assert.Contains("30 100", session.WaitFor("started 42", ShellSession.Patience), StringComparison.Ordinal);
        session.SendText("echo wait''ing; sleep 600");
        session.SendKeys("Enter");
        _ = session.WaitFor("waiting", ShellSession.Patience);
        session.SendKeys("C-c");
        session.SendText("echo code $?");
        session.SendKeys("Enter");
        _ = session.WaitFor("code 130", ShellSession.Patience);
        session.SendText("sleep 600 & jobs; kill %1; exit 21");
        session.SendKeys("Enter");

        Assert.Equal(21, session.WaitForExit(ShellSession.Patience));
    }

    [FactWithin(60)]
    public void Half_a_terminal_is_passed_as_it_is()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessRequest start = workspace.InContainer("[ -t 0 ] && echo in; [ -t 1 ] || echo piped");
        using TmuxSession session = TmuxSession.Start(new TmuxOptions
        {
            Program = new ProcessRequest("/bin/sh", ["-c", "\"$@\" | sed s/^/got:/; sleep 600", "sh", start.FileName, .. start.Arguments]) { Environment = start.Environment, WorkingDirectory = start.WorkingDirectory },
            Identity = Identity.Root,
        });

        Assert.Contains("got:in", session.WaitFor("got:piped", ShellSession.Patience), StringComparison.Ordinal);
    }
}
