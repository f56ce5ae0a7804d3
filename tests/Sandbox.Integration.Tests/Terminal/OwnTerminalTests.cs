namespace Sandbox.Integration.Tests;

/// <summary><c>--pty</c>: the first session has a terminal of the sandbox's own, and the user notices nothing of it.</summary>
public sealed class OwnTerminalTests
{
    private const int Interrupt = 2;
    private const int User1 = 10;

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void It_is_a_terminal_of_the_sandbox_with_the_size_of_the_users_and_its_exit_code_comes_back(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        shell.Type("$sandbox exec -q --pty . -- sh -c 'trap \"stty size\" WINCH; tty; stty size; while [ ! -e .git/objects/go ]; do sleep 0.1; done; exit 33'; echo ended=$?");
        _ = shell.WaitFor("/dev/pts/0\n24 80");
        shell.Resize(101, 31);
        _ = shell.WaitFor("31 101");
        _ = workspace.Write(workspace.At("project", ".git", "objects", "go"), string.Empty);

        _ = shell.WaitFor("ended=33");
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Vim_edits_a_file_and_the_terminal_is_as_it_was(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/dash", "-i");

        shell.Type("stty -a > before");
        shell.Type("$sandbox exec -q --pty . -- vim -u NONE -N note.txt; stty -a > after; echo ended=$((40+2))");
        _ = shell.WaitFor("\"note.txt\"");
        shell.Press("i");
        shell.Type("written inside");
        shell.Press("Escape");
        shell.Type(":wq");

        _ = shell.WaitFor("ended=42");
        Assert.Equal("written inside\n\n", File.ReadAllText(workspace.At("project", "note.txt")));
        Assert.Equal(File.ReadAllText(workspace.At("project", "before")), File.ReadAllText(workspace.At("project", "after")));
    }

    /// <summary>The device number of a terminal tells it from every other; the control shares the user's.</summary>
    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Nothing_inside_has_the_users_terminal(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");
        const string Look = "-- sh -c 'stat -L -c %d:%i /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 /dev/console 2>/dev/null | tee own'";

        shell.Type("stat -L -c %d:%i /proc/self/fd/0 > users");
        shell.Type($"$sandbox exec -q . {Look}; echo control=$((40+1))");
        _ = shell.WaitFor("control=41");
        string users = File.ReadAllText(workspace.At("project", "users")).Trim();
        Assert.Contains(users, File.ReadAllLines(workspace.At("project", "own")));

        shell.Type($"$sandbox exec -q --pty . {Look}; echo then=$((40+2))");
        _ = shell.WaitFor("then=42");
        string[] own = File.ReadAllLines(workspace.At("project", "own"));
        Assert.NotEmpty(own);
        Assert.DoesNotContain(users, own);
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Ctrl_C_and_signals_to_the_launcher_reach_the_command_once(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        string log = workspace.Write(workspace.At("project", "log"), string.Empty);

        shell.Type("$sandbox exec -q --pty . -- bash -c 'trap \"echo int >> log\" INT; trap \"echo usr >> log\" USR1; echo set >> log; while [ ! -e .git/objects/go ]; do sleep 0.1; done'; echo ended=$?");
        Reads(log, "set\n");
        shell.Press("C-c");
        Reads(log, "set\nint\n");
        int launcher = LiveSandbox.Below(shell.Id).Launcher;
        Assert.Equal(0, Libc.kill(launcher, User1));
        Reads(log, "set\nint\nusr\n");
        Assert.Equal(0, Libc.kill(launcher, Interrupt));
        Reads(log, "set\nint\nusr\nint\n");
        _ = workspace.Write(workspace.At("project", ".git", "objects", "go"), string.Empty);

        _ = shell.WaitFor("ended=0");
        Assert.Equal("set\nint\nusr\nint\n", File.ReadAllText(log));
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void A_command_that_is_not_there_is_told_as_ever_and_the_terminal_is_as_it_was(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/dash", "-i");

        shell.Type("stty -a > before; $sandbox exec -q --pty . -- nosuchthing; echo ended=$?; stty -a > after; echo over=$((40+2))");

        _ = shell.WaitFor("nosuchthing: command not found");
        _ = shell.WaitFor("ended=127");
        _ = shell.WaitFor("over=42");
        Assert.Equal(File.ReadAllText(workspace.At("project", "before")), File.ReadAllText(workspace.At("project", "after")));
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void The_user_leaves_and_a_joined_session_stays(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        shell.Type("$sandbox exec -q --pty . -- sh -c 'echo fir\"\"st; read -r line; exit 7'; echo ended=$?");
        _ = shell.WaitFor("\nfirst");
        using LiveProcess second = workspace.StartInside("echo ready; sleep 600");
        shell.Type("go");
        _ = shell.WaitFor("ended=7");

        Assert.Contains(workspace.Project, ProcessRun.Run(workspace.Sandbox("list")).OutputText, StringComparison.Ordinal);
        Assert.Equal(0, ProcessRun.Run(workspace.Sandbox("stop", workspace.Project)).ExitCode);
    }

    [FactWithin(60)]
    public void With_some_of_the_three_on_a_terminal_it_is_refused_and_with_none_there_is_none()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        shell.Type("$sandbox exec -q --pty . -- true < /dev/null; echo ended=$?");
        _ = shell.WaitFor("only some of stdin, stdout and stderr");
        _ = shell.WaitFor("ended=125");
        shell.Type("$sandbox exec -q --pty . -- tty < /dev/null > out 2>&1; echo then=$?");
        _ = shell.WaitFor("then=1");
        Assert.Equal("not a tty\n", File.ReadAllText(workspace.At("project", "out")));
    }

    private static void Reads(string file, string text) => Eventually.Holds(() => File.ReadAllText(file) == text, $"{file} reads {text}");
}
