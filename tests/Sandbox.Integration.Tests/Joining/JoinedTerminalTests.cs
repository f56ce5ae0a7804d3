namespace Sandbox.Integration.Tests;

/// <summary>A joined session on a terminal has one of the sandbox's own, and the user notices nothing of it.</summary>
public sealed class JoinedTerminalTests
{
    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void It_is_a_terminal_of_the_sandbox_with_the_size_of_the_users_and_its_exit_code_comes_back(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600");
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        shell.Type("$sandbox exec -q . -- sh -c 'trap \"stty size\" WINCH; tty; stty size; while [ ! -e .git/objects/go ]; do sleep 0.1; done; exit 33'; echo ended=$?");
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
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600");
        using ShellSession shell = new(workspace, "/bin/dash", "-i");

        shell.Type("stty -a > before");
        shell.Type("$sandbox exec -q . -- vim -u NONE -N note.txt; stty -a > after; echo ended=$((40+2))");
        // Its message about the file goes when it draws anew; the lines past the end stay.
        _ = shell.WaitFor("~");
        shell.Press("i");
        shell.Type("written inside");
        shell.Press("Escape");
        shell.Type(":wq");

        _ = shell.WaitFor("ended=42");
        Assert.Equal("written inside\n\n", File.ReadAllText(workspace.At("project", "note.txt")));
        Assert.Equal(File.ReadAllText(workspace.At("project", "before")), File.ReadAllText(workspace.At("project", "after")));
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Ctrl_C_reaches_the_joined_command_and_not_the_first(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess first = workspace.StartInside("trap 'echo interrupted' INT; echo ready; sleep 600");
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");

        shell.Type("$sandbox enter -q; echo ended=$?");
        shell.Type("echo inside $((40+2))");
        _ = shell.WaitFor("inside 42");

        // Said by a program in the foreground: between a word of the shell's own and its next program the shell itself would get the key.
        shell.Type("sh -c \"echo star''ted; sleep 600\"");
        _ = shell.WaitFor("started");
        shell.Press("C-c");
        shell.Type("echo code $?");
        _ = shell.WaitFor("code 130");
        shell.Type("exit 21");

        _ = shell.WaitFor("ended=21");
        Assert.DoesNotContain("interrupted", first.OutputSoFar, StringComparison.Ordinal);
    }
}
