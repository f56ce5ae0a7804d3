namespace Sandbox.Integration.Tests.Machine;

/// <summary>A terminal in a machine: the user's own, as far as anybody can tell; and a second session in it.</summary>
public sealed class MachineTerminalTests
{
    [FactWithin(240)]
    public void A_shell_has_the_size_of_the_user_s_terminal_follows_it_and_gives_its_code_back_and_others_join()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        using ShellSession first = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");
        first.Type("stty -a > before; $sandbox --shell -q .; echo ended=$?; stty -a > after");
        first.Type("trap 'echo resized $(stty size)' WINCH; echo sizes $(stty size) $((40+2))");
        Eventually.Holds(() => first.Screen.Contains("sizes 24 80 42", StringComparison.Ordinal), "the shell is there", seconds: 90);

        first.Resize(101, 31);
        first.Type(string.Empty);
        _ = first.WaitFor("resized 31 101");
        first.Type("sh -c \"echo sle''eping; sleep 600\"");
        _ = first.WaitFor("sleeping");
        first.Press("C-c");
        first.Type("echo interrupted $?");
        _ = first.WaitFor("interrupted 130");

        using ShellSession second = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");
        second.Type("$sandbox exec -q . -- sh -c 'uname -r > joined; stty size; read line; echo got $line; exit 33'; echo ended=$?");
        _ = second.WaitFor("24 80");
        second.Type("typed");
        _ = second.WaitFor("got typed");
        _ = second.WaitFor("ended=33");
        ProcessResult piped = ProcessRun.Run(workspace.InsideRequest("cat; echo error >&2; exit 5") with { Input = "through a pipe"u8.ToArray() }).ExpectExit(5);
        Assert.Equal(("through a pipe", "error\n"), (piped.OutputText, piped.ErrorText));
        Assert.Contains("\"sessions\": 1", ProcessRun.Run(workspace.Sandbox("status", "--json")).ExpectExit().OutputText, StringComparison.Ordinal);

        first.Type("exit 21");
        _ = first.WaitFor("ended=21");
        Eventually.Holds(() => File.Exists(workspace.At("project", "after")) && File.ReadAllText(workspace.At("project", "after")).Length > 0, "the terminal's settings are written");
        Assert.Equal(Settings(workspace, "before"), Settings(workspace, "after"));
        Assert.Contains("amd64", File.ReadAllText(workspace.At("project", "joined")), StringComparison.Ordinal);
    }

    [FactWithin(120)]
    public void Ctrl_C_gives_up_a_machine_that_is_starting()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");
        shell.Type("$sandbox exec -q . -- sh -c 'touch ran; sleep 600'; echo ended=$?");
        _ = LiveSandbox.Below(shell.Id);

        shell.Press("C-c");

        _ = shell.WaitFor("ended=130");
        Assert.False(File.Exists(workspace.At("project", "ran")));
    }

    // The size has changed meanwhile.
    private static string[] Settings(Workspace workspace, string name) => File.ReadAllLines(workspace.At("project", name))[1..];
}
