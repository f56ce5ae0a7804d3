using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Program;

/// <summary>Project directories that cannot be one, and those that are only unusual.</summary>
public sealed class DirectoryTests
{
    public static TheoryData<Identity> Identities => IdentityData.All;

    [Fact]
    public void A_missing_directory_is_refused()
    {
        using World world = new();
        world.Run("exec", world.Project + "/nowhere", "--", "true")
            .ExpectRefusal(CliResult.Refused, "no such project directory: PROJECT/nowhere: create it first, or name an existing one [CS103]");
        world.Run("plan", world.Project + "/nowhere")
            .ExpectRefusal(CliResult.Failed, "no such project directory: PROJECT/nowhere: create it first, or name an existing one [CS103]");
    }

    [Fact]
    public void A_mistake_is_said_instead_of_installing_an_agent_for_it()
    {
        using World world = new();
        world.Run(world.Project + "/nowhere").ExpectRefusal(
            CliResult.Refused, "no such project directory: PROJECT/nowhere: create it first, or name an existing one [CS103]");
        world.Run("--ro", "/nowhere", "--env", "NOPE_NOT_SET", world.Project).ExpectRefusal(
            CliResult.Refused, "--ro /nowhere: no such file or directory [CS104]",
            "--env NOPE_NOT_SET: not set in your environment: set it, or give a value as --env NOPE_NOT_SET=VALUE [CS102]");
    }

    [Fact]
    public void A_file_is_no_directory()
    {
        using World world = new();
        string file = world.WriteFile("file", "text");
        world.Run("exec", file, "--", "true").ExpectRefusal(CliResult.Refused, "not a directory: ROOT/file: name the directory that holds it [CS103]");
    }

    [Fact]
    public void A_directory_that_the_user_may_not_read_is_refused()
    {
        using World world = new(Identity.User);
        string closed = world.Make("closed");
        string inside = world.Make("closed/inside");
        File.SetUnixFileMode(closed, UnixFileMode.UserExecute);
        world.Start("exec", closed, "--", "true").ExpectRefusal(
            CliResult.Refused, "cannot read project directory ROOT/closed: permission denied (EACCES): the sandbox would see nothing there [CS103]");
        File.SetUnixFileMode(closed, UnixFileMode.None);
        world.Start("exec", inside, "--", "true").ExpectRefusal(
            CliResult.Refused, "cannot look at project directory ROOT/closed/inside: permission denied: run as a user who may, or choose another [CS103]");
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Home_and_what_holds_it_are_refused()
    {
        using World world = new();
        world.Run("exec", world.Home, "--", "true").ExpectRefusal(
            CliResult.Refused, "refusing to share HOME as a project: it holds your home directory with its keys and tokens: choose a directory below it [CS103]");
        world.Run("exec", world.Root, "--", "true").ExpectRefusal(
            CliResult.Refused, "refusing to share ROOT as a project: it holds your home directory with its keys and tokens: choose a directory below it [CS103]");
        world.Run("exec", "/usr/..", "--", "true").ExpectRefusal(
            CliResult.Refused, "refusing to share / as a project: it is a system directory: choose a directory of your own [CS103]");
    }

    [Theory]
    [InlineData("a\nb", "PROJECT/a\\nb has a line break in its name: rename it, line-based tools would misread it [CS106]")]
    [InlineData("a\rb", "PROJECT/a\\u000db has a line break in its name: rename it, line-based tools would misread it [CS106]")]
    public void A_line_break_in_its_name_is_refused(string name, string message)
    {
        using World world = new();
        world.Make("project/" + name);
        world.Run("exec", $"{world.Project}/{name}", "--", "true").ExpectRefusal(CliResult.Refused, "project directory " + message);
    }

    [Theory]
    [InlineData("printf 'x\\377y'", "x\\xffy")]
    [InlineData("printf '\\355\\240\\200'", "\\xed\\xa0\\x80")]
    [InlineData("printf '\\300\\257'", "\\xc0\\xaf")]
    public void Bytes_that_are_not_UTF_8_are_refused_by_name_and_never_taken_for_another(string print, string shown)
    {
        using World world = new();
        world.Shell($"d=$({print}) && mkdir \"$d\"").Expect(0);
        world.Shell($"exec \"$SANDBOX\" exec \"$({print})\" -- true").ExpectRefusal(
            CliResult.Refused, $"project directory {shown} is not valid UTF-8: rename it, agents cannot name it either [CS106]");
        world.Shell($"cd \"$({print})\" && exec \"$SANDBOX\" exec -- true").ExpectRefusal(
            CliResult.Refused, $"project directory PROJECT/{shown} is not valid UTF-8: rename it, agents cannot name it either [CS106]");
        world.Shell($"exec \"$SANDBOX\" exec -q --ro \"$({print})\" . -- ls -d \"$({print})\"").Expect(0);
        world.Shell($"rmdir \"$({print})\"").Expect(0);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("co:lon,com'ma\"quote")]
    [InlineData("-x")]
    [InlineData("plan")]
    [InlineData("@file")]
    [InlineData("[suggest]")]
    [InlineData("$HOME`id`%s*?")]
    [InlineData("tr\u0130\u0131")]
    [InlineData("e\u0301")]
    [InlineData(" (deleted)")]
    public void An_unusual_name_works(string name)
    {
        using World world = new();
        string path = world.Make("project/" + name);
        Assert.Equal(path + "\n", world.Start("exec", "-q", "./" + name, "--", "sh", "-c", "touch made && pwd").Expect(0).Output);
        Assert.Equal(["made"], Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_name_as_long_as_a_file_system_takes_works_and_one_that_is_longer_is_not_there()
    {
        using World world = new();
        string path = world.Make("project/" + new string('n', 250));
        Assert.Equal(path + "\n", world.Start("exec", "-q", path, "--", "pwd").Expect(0).Output);
        Assert.StartsWith("no such project directory: ", Assert.Single(world.Run("exec", new string('n', 5000), "--", "true").Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_with_the_name_of_a_verb_needs_a_dot_and_a_slash()
    {
        using World world = new();
        string path = world.Make("project/exec");
        Assert.Equal(path + "\n", world.Start("exec", "-q", "exec", "--", "pwd").Expect(0).Output);
        Assert.Equal(path + "\n", world.Start("-q", "--agent", "pwd", "./exec").Expect(0).Output);
        Assert.Contains("exec needs a command", world.Start("exec").Expect(CliResult.Refused).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_project_is_the_project()
    {
        using World world = new();
        _ = File.CreateSymbolicLink(world.Root + "/link", world.Project);
        Assert.Equal(world.Project + "\n", world.Start("exec", "-q", world.Root + "/link/", "--", "pwd").Expect(0).Output);
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public void Nothing_of_ours_stays_in_the_project(Identity identity)
    {
        using World world = new(identity);
        world.Start("exec", "-q", "--", "sh", "-c", "ls -A | wc -l; exit 3").Expect(3);
        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Project));
        Assert.All(Directory.EnumerateFileSystemEntries(world.Home), e => Assert.EndsWith("/.local", e, StringComparison.Ordinal));
    }
}
