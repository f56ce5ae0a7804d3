using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Program;

/// <summary>HOME and the XDG directories, wrong and right.</summary>
public sealed class HomeTests
{
    [Theory]
    [InlineData("home/ada", "HOME is home/ada, which is not an absolute path: set it to your home directory [CS204]")]
    [InlineData("/nonexistent\u001b", "HOME is /nonexistent\\u001b, which is not a directory: set it to your home directory [CS204]")]
    [InlineData("/etc/hostname", "HOME is /etc/hostname, which is not a directory: set it to your home directory [CS204]")]
    [InlineData("/", "HOME is /: set it to a directory of its own [CS204]")]
    [InlineData("//", "HOME is /: set it to a directory of its own [CS204]")]
    public void A_HOME_that_is_none_is_refused(string home, string message)
    {
        using World world = new();
        world.Environment["HOME"] = home;
        world.Run("exec", world.Project, "--", "true").ExpectRefusal(CliResult.Refused, message);
        world.Run("plan", world.Project, "--", "true").ExpectRefusal(CliResult.Failed, message);
    }

    [Theory]
    [InlineData("unset HOME")]
    [InlineData("HOME=")]
    public void Without_HOME_a_user_whom_the_user_database_does_not_know_is_told_to_set_it(string before)
    {
        TestHost.RequireRoot();
        using World world = new(Identity.User);
        world.Shell($"{before}; exec \"$SANDBOX\" exec . -- true").ExpectRefusal(
            CliResult.Refused, "HOME is not set and the user database names no home directory: set HOME [CS204]");
    }

    [Fact]
    public void Without_HOME_a_user_with_an_entry_can_plan()
    {
        TestHost.RequireRoot();
        using World world = new();
        world.Environment.Remove("HOME");
        Assert.Contains("HOME=/root ", world.Run("plan", world.Project, "--", "true").Expect(0).Output, StringComparison.Ordinal);
        world.AssertUntouched();
    }

    [Fact]
    public void A_HOME_behind_a_link_and_with_slashes_is_the_directory()
    {
        using World world = new();
        _ = File.CreateSymbolicLink(world.Root + "/link", world.Home);
        world.Environment["HOME"] = world.Root + "/link//";
        Assert.Equal(world.Home + "\n", world.Start("exec", "-q", "--", "sh", "-c", "echo \"$HOME\"").Expect(0).Output);
    }

    [Theory]
    [InlineData("XDG_STATE_HOME", "state", "XDG_STATE_HOME is state, which is not an absolute path: unset it or make it absolute [CS204]")]
    [InlineData("XDG_DATA_HOME", "data", "cannot tell where installed agents are kept: XDG_DATA_HOME='data' is not an absolute path; correct or unset it [CS204]")]
    public void A_relative_XDG_directory_is_refused(string variable, string value, string message)
    {
        using World world = new();
        world.Environment[variable] = value;
        world.Start("exec", "-q", "--", "true").ExpectRefusal(CliResult.Refused, message);
    }

    [Theory]
    [InlineData("XDG_STATE_HOME", "project/own", "PROJECT", "PROJECT/own")]
    [InlineData("XDG_STATE_HOME", "shared/own", "ROOT/shared", "ROOT/shared/own")]
    [InlineData("XDG_DATA_HOME", "project/own", "PROJECT", "PROJECT/own")]
    [InlineData("XDG_STATE_HOME", "link", "PROJECT", "PROJECT/hidden")]
    public void What_we_trust_later_may_not_lie_where_the_sandbox_writes(string variable, string place, string writable, string own)
    {
        using World world = new();
        string shared = world.Make("shared");
        world.Make("project/hidden");
        _ = File.CreateSymbolicLink(world.Root + "/link", world.Project + "/hidden");
        world.Environment[variable] = $"{world.Root}/{place}";
        string message = $"refusing to let the sandbox write {writable}: this program keeps what it trusts in {own}/claude-sandbox: share a directory that does not hold it, or set {variable} to another place [CS104]";
        world.Start("exec", "-q", "--rw", shared, "--", "true").ExpectRefusal(CliResult.Refused, message);
        world.Run("plan", "--rw", shared, world.Project, "--", "true").ExpectRefusal(CliResult.Failed, message);
    }

    [Fact]
    public void State_that_cannot_be_written_is_refused()
    {
        using World world = new();
        world.Environment["XDG_STATE_HOME"] = world.WriteFile("file", string.Empty);
        world.Start("exec", "-q", "--", "true").ExpectRefusal(
            CliResult.Refused, "cannot make ROOT/file/claude-sandbox: not a directory (ENOTDIR): set XDG_STATE_HOME or XDG_DATA_HOME to a place you may write [CS501]");
    }

    [Fact]
    public void Where_nothing_has_to_be_kept_from_being_created_no_state_is_needed()
    {
        using World world = new();
        world.Environment["XDG_STATE_HOME"] = world.WriteFile("file", string.Empty);
        world.Start("exec", "-q", "--new", "--allow-write", "all", "--network", "none", "--", "true").Expect(0);
        world.AssertUntouched();
    }
}
