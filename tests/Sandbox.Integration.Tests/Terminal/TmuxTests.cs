namespace Sandbox.Integration.Tests;

/// <summary><c>--tmux</c>: server, client and agent inside, and no socket of theirs outside.</summary>
public sealed class TmuxTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void Claude_runs_in_tmux_and_leaves_on_exit(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        using TmuxSession session = TmuxSession.Start(new TmuxOptions
        {
            Program = workspace.Plain(workspace.Program, "--tmux", workspace.Project),
            Identity = identity,
            Columns = 120,
            Rows = 40,
        });

        _ = session.WaitFor("bypass permissions", ShellSession.Patience);
        session.SendText("good morning");
        session.SendKeys("Enter");
        string screen = session.WaitFor("offline: good morning", ShellSession.Patience);
        Assert.Contains("[sandbox_project]", screen, StringComparison.Ordinal);
        session.SendText("/exit");
        session.SendKeys("Enter");

        Assert.Equal(0, session.WaitForExit(ShellSession.Patience));
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void Another_terminal_attaches_and_sees_the_same(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession first = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");
        using ShellSession second = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        first.Type("$sandbox -q --tmux --shell .; echo ended=$?");
        _ = first.WaitFor("[sandbox_project]");
        first.Type("echo by''first");
        _ = first.WaitFor("\nbyfirst");
        second.Type("$sandbox enter -q --tmux .; echo left=$?");
        Assert.Contains("[sandbox_project]", second.WaitFor("\nbyfirst"), StringComparison.Ordinal);
        second.Type("echo by''second; tmux display-message -p 'colour #{status-style} mouse #{mouse} #{default-terminal}'");
        _ = first.WaitFor("\nbysecond");
        _ = first.WaitFor("colour bg=colour208,fg=colour16 mouse 1 tmux-256color");
        second.Type("exit");

        _ = first.WaitFor("ended=0");
        _ = second.WaitFor("left=0");
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void Whoever_detaches_leaves_it_running_and_can_come_back(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession first = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");
        using ShellSession second = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        first.Type("$sandbox -q --tmux --shell .; echo ended=$?");
        _ = first.WaitFor("[sandbox_project]");
        first.Type("echo by''first; tmux detach-client");
        _ = first.WaitFor("claude-sandbox: detached");
        second.Type("$sandbox enter -q --tmux .; echo left=$?");
        _ = second.WaitFor("\nbyfirst");
        second.Type("exit");

        _ = second.WaitFor("left=0");
        _ = first.WaitFor("ended=0");
    }

    /// <summary>DV-10. A client outside would run what the server inside tells it to; the control finds a socket of a server outside.</summary>
    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void No_socket_of_it_is_outside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");
        shell.Type("tmux -S outside.sock new-session -d; echo control=$((40+1))");
        _ = shell.WaitFor("control=41");
        const string Sockets = "find . \"$HOME\" /tmp/tmux-$(id -u) /run/user/$(id -u) -name '*.sock' -newer mark 2>/dev/null";
        _ = workspace.Write(workspace.At("project", "mark"), string.Empty);
        File.SetLastWriteTimeUtc(workspace.At("project", "mark"), DateTime.UtcNow.AddMinutes(-1));
        Assert.Contains("outside.sock", workspace.Outside("cd " + workspace.Project + "; " + Sockets).OutputText, StringComparison.Ordinal);
        shell.Type("tmux -S outside.sock kill-server; rm -f outside.sock; echo gone=$((41+1))");
        _ = shell.WaitFor("gone=42");

        shell.Type("$sandbox -q --tmux --shell .; echo ended=$?");
        _ = shell.WaitFor("[sandbox_project]");
        Assert.DoesNotContain("tmux", workspace.Outside("cd " + workspace.Project + "; " + Sockets).OutputText, StringComparison.Ordinal);
        shell.Type("exit");
        _ = shell.WaitFor("ended=0");
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Without_tmux_inside_enter_says_what_to_do(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess running = workspace.StartInside("echo ready; sleep 600");
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        shell.Type("$sandbox enter -q --tmux .; echo ended=$?");
        _ = shell.WaitFor("no tmux is running in this sandbox");
        _ = shell.WaitFor("ended=125");
    }
}
