namespace Sandbox.Integration.Tests;

/// <summary>The payload shares the terminal of the shell that started it: keys, job control and size work by themselves.</summary>
public sealed class TerminalTests
{
    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Vim_edits_a_file_of_the_project(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        shell.Type("$sandbox exec -q . -- vim -u NONE -N note.txt; echo ended=$?");
        _ = shell.WaitFor("\"note.txt\"");
        shell.Press("i");
        shell.Type("written inside");
        shell.Press("Escape");
        shell.Type(":wq");

        _ = shell.WaitFor("ended=0");
        Assert.Equal("written inside\n\n", File.ReadAllText(workspace.At("project", "note.txt")));
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Ctrl_C_reaches_the_payload_once_and_the_shell_gets_its_prompt_back(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        shell.Type("$sandbox exec -q . -- sh -c 'trap \"echo caught\" INT; echo set; while :; do sleep 0.1; done'; echo ended=$?");
        _ = shell.WaitFor("\nset");
        shell.Press("C-c");
        _ = shell.WaitFor("\n^Ccaught");
        LiveSandbox.Kill(LiveSandbox.Below(shell.Id).Payload);
        _ = shell.WaitFor("ended=137");
        Assert.Single(shell.Screen.Split('\n'), static l => l.EndsWith("caught", StringComparison.Ordinal));

        shell.Type("$sandbox exec -q . -- sh -c 'echo up; exec sleep 600'; echo ended=$?");
        _ = shell.WaitFor("\nup");
        shell.Press("C-c");
        shell.Type("echo still $((40+2))");
        _ = shell.WaitFor("still 42");
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Ctrl_Z_jobs_and_fg_work(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        shell.Type("$sandbox exec -q . -- sh -c 'read a; echo first=$a; read b; echo second=$b'; echo ended=$?");
        _ = LiveSandbox.Below(shell.Id);
        shell.Type("one");
        _ = shell.WaitFor("first=one");
        shell.Press("C-z");
        _ = shell.WaitFor("ended=148\nprompt>");
        shell.Type("jobs | wc -l | sed s/^/jobs=/");
        _ = shell.WaitFor("jobs=1\nprompt>");
        shell.Type("fg");
        Eventually.Holds(() => shell.Screen.Split("'read a; echo").Length == 4, "the shell has named the job for the third time: it is in the foreground");
        shell.Type("two");

        _ = shell.WaitFor("second=two");
        shell.Type("echo now $((40+2))");
        _ = shell.WaitFor("now 42");
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void The_payload_has_the_size_of_the_terminal_and_learns_of_a_new_one(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        shell.Type("$sandbox exec -q . -- sh -c 'trap \"stty size\" WINCH; stty size; while :; do sleep 0.1; done'");
        _ = shell.WaitFor("24 80");
        shell.Resize(101, 31);

        _ = shell.WaitFor("31 101");
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void The_settings_of_the_terminal_are_put_back_after_a_payload_that_set_raw_mode_and_was_killed(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Probe();

        // Unlike bash, this shell does not repair the terminal itself.
        using ShellSession shell = new(workspace, "/bin/dash", "-i");
        shell.Type("stty -a > before");
        shell.Type("$sandbox exec -q . -- ./probe raw; stty -a > after; echo $((40+2))");
        _ = shell.WaitFor("ready");
        LiveSandbox.Kill(LiveSandbox.Below(shell.Id).Payload);
        _ = shell.WaitFor("42");
        Assert.Equal(File.ReadAllText(workspace.At("project", "before")), File.ReadAllText(workspace.At("project", "after")));

        // The control: the same without a sandbox leaves the terminal raw.
        shell.Type("clear");
        shell.Type("./probe raw; stty -a > control; echo $((41+2))");
        Eventually.Holds(() => Raw(shell) is not 0, "the probe runs");
        _ = shell.WaitFor("ready");
        LiveSandbox.Kill(Raw(shell));
        _ = shell.WaitFor("43");
        Assert.NotEqual(File.ReadAllText(workspace.At("project", "before")), File.ReadAllText(workspace.At("project", "control")));
    }

    private static int Raw(ShellSession shell) =>
        ProcessState.All().FirstOrDefault(p => p.IsAlive && p.Parent == shell.Id && p.Name == "probe")?.Id ?? 0;
}
