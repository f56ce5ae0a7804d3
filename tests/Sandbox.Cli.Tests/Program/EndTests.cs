using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Program;

/// <summary>How a launch ends: the program's own way, or ours; and what stays when it is killed.</summary>
public sealed class EndTests
{
    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("exit 125", 125)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -HUP $$", 129)]
    [InlineData("kill -KILL $$", 137)]
    [InlineData("kill -SEGV $$", 139)]
    [InlineData("kill -s RTMIN $$", 162)]
    public void The_program_s_end_is_ours_and_nothing_is_said_about_it(string script, int code)
    {
        using World world = new();
        CliResult result = world.Start("exec", "-q", ".", "--", "bash", "-c", script).Expect(code);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("./garbage", 126, "./garbage: cannot execute: neither a program for this machine nor a script with a #! line [CS304]")]
    [InlineData("./plain", 126, "./plain: cannot execute: permission denied (EACCES): make it executable, or name its interpreter [CS304]")]
    [InlineData(".", 126, ".: cannot execute: permission denied (EACCES): make it executable, or name its interpreter [CS304]")]
    [InlineData("./plain/x", 127, "./plain/x: command not found: no such file inside the sandbox (its interpreter may be what is missing): share its directory with --ro [CS303]")]
    [InlineData("./script", 127, "./script: command not found: no such file inside the sandbox (its interpreter may be what is missing): share its directory with --ro [CS303]")]
    [InlineData("nothing", 127, "nothing: command not found: not found on PATH inside the sandbox: only /usr and what you share is there; share its directory with --ro [CS303]")]
    public void What_cannot_be_started_has_the_code_that_shells_give_it(string command, int code, string message)
    {
        using World world = new();
        const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        File.SetUnixFileMode(world.WriteFile("project/garbage", "\u0001\u0002\u0003 no program"), Executable);
        File.SetUnixFileMode(world.WriteFile("project/script", "#!/no/such/interpreter\n"), Executable);
        _ = world.WriteFile("project/plain", "text");
        CliResult result = world.Start("exec", "-q", ".", "--", command).Expect(code);
        Assert.Equal([message], result.Messages);
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(world.Project).Count());
    }

    [Fact]
    public void What_a_killed_launcher_leaves_the_next_command_removes()
    {
        using World world = new();
        ProcessRequest request = new(InstalledProgram.Path, "exec", "-q", world.Project, "--", "sh", "-c", "echo started; exec sleep 60") { Environment = world.Environment };
        using (LiveProcess process = ProcessRun.StartAs(world.Identity, request))
        {
            process.WaitForOutput("started");
            process.Send(Signal.Kill);
            _ = process.WaitForExit();
        }

        Assert.Contains(world.Project + "/.vscode", Directory.EnumerateFileSystemEntries(world.Project));
        world.Start("exec", "-q", world.Make("other"), "--", "true").Expect(0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Project));
    }

    [Fact]
    public void The_last_of_two_sandboxes_of_a_project_removes_what_both_needed()
    {
        using World world = new();
        ProcessRequest request = new(InstalledProgram.Path, "exec", "-q", world.Project, "--", "sh", "-c", "echo started; exec sleep 60") { Environment = world.Environment };
        using LiveProcess first = ProcessRun.StartAs(world.Identity, request);
        first.WaitForOutput("started");
        world.Start("exec", "-q", ".", "--", "true").Expect(0);
        Assert.Contains(world.Project + "/.vscode", Directory.EnumerateFileSystemEntries(world.Project));
        first.Send(Signal.Term);
        Assert.Equal(143, first.WaitForExit().ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Project));
    }
}
