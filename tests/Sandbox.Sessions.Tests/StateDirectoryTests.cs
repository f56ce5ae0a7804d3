using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Sessions.State;
using Sandbox.Sessions.Tests.Fixtures;

namespace Sandbox.Sessions.Tests;

/// <summary>State directories that cannot be trusted or written.</summary>
public sealed class StateDirectoryTests
{
    [Fact]
    public void A_symbolic_link_in_the_place_of_the_state_directory_is_refused()
    {
        using Project project = new();
        _ = Directory.CreateDirectory(project.Root + "/elsewhere");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(project.StateRoot)!);
        _ = File.CreateSymbolicLink(project.StateRoot, project.Root + "/elsewhere");
        Assert.Equal($"refusing to use {project.StateRoot}: it is not a directory of yours: move it away", Refused(project));
        Assert.Empty(Directory.EnumerateFileSystemEntries(project.Root + "/elsewhere"));
    }

    [Fact]
    public void A_file_in_its_place_is_refused()
    {
        using Project project = new();
        _ = Directory.CreateDirectory(Path.GetDirectoryName(project.StateRoot)!);
        File.WriteAllText(project.StateRoot, "mine");
        Assert.StartsWith("refusing to use ", Refused(project), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(project.StateRoot));
    }

    [Fact]
    public void Somebody_else_s_directory_is_refused()
    {
        TestHost.RequireRoot();
        using Project project = new();
        _ = Directory.CreateDirectory(project.StateRoot);
        _ = ProcessRun.Run("/usr/bin/chown", "61234", project.StateRoot).ExpectExit();
        Assert.Equal($"refusing to use {project.StateRoot}: it is not a directory of yours: move it away", Refused(project));
        _ = Assert.Throws<SandboxException>(() => PlaceholderJournal.SweepAll(project.StateRoot));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_directory_that_others_may_write_is_refused(UnixFileMode mode)
    {
        using Project project = new();
        _ = project.State;
        File.SetUnixFileMode(project.StateRoot, File.GetUnixFileMode(project.StateRoot) | mode);
        Assert.Contains("others may write to it", Refused(project), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_an_error_with_a_way_out()
    {
        using Project project = new();
        File.WriteAllText(Path.GetDirectoryName(project.StateRoot)!, "a file where a directory should be");
        Assert.Equal(
            $"cannot make {project.StateRoot}: not a directory (ENOTDIR): set XDG_STATE_HOME or XDG_DATA_HOME to a place you may write", Refused(project));
    }

    [Fact]
    public void A_state_directory_that_cannot_be_written_is_an_error_with_a_way_out()
    {
        using Project project = new();
        ProjectState state = project.State;
        using (Blocked.Removing(state.LiveDirectory))
        {
            SandboxException error = Assert.Throws<SandboxException>(() => project.Protect(".vscode"));
            Assert.Equal(ErrorCode.State, error.Code);
            Assert.StartsWith($"cannot keep state in {state.LiveDirectory}: ", error.Message, StringComparison.Ordinal);
            Assert.EndsWith("make it writable, or set XDG_STATE_HOME to a place you may write", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(project.Names);
    }

    [Fact]
    public void A_lock_that_cannot_be_opened_is_an_error_with_a_way_out()
    {
        using Project project = new();
        string held = Path.Combine(project.State.Directory, "lock");
        File.Delete(held);
        _ = Directory.CreateDirectory(held);
        SandboxException error = Assert.Throws<SandboxException>(() => project.Protect(".vscode"));
        Assert.StartsWith($"cannot keep state in {project.State.Directory}: cannot open lock ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("XDG_STATE_HOME", "state")]
    [InlineData("XDG_STATE_HOME", "./state")]
    [InlineData("XDG_DATA_HOME", "~/data")]
    public void A_relative_XDG_directory_is_refused(string variable, string value)
    {
        SandboxException error = Assert.Throws<SandboxException>(() => Find(variable, value));
        Assert.Equal(ErrorCode.HostEnvironment, error.Code);
        Assert.Equal($"{variable} is {value}, which is not an absolute path: unset it or make it absolute", error.Message);
    }

    [Theory]
    [InlineData("XDG_STATE_HOME", "/s//t/", "/s/t/claude-sandbox")]
    [InlineData("XDG_STATE_HOME", "", "/home/ada/.local/state/claude-sandbox")]
    [InlineData("XDG_DATA_HOME", "/d", "/d/claude-sandbox")]
    [InlineData("XDG_DATA_HOME", "", "/home/ada/.local/share/claude-sandbox")]
    public void An_absolute_one_is_taken_and_an_empty_one_is_unset(string variable, string value, string expected) => Assert.Equal(expected, Find(variable, value));

    private static string Find(string variable, string value)
    {
        HostFacts facts = new()
        {
            Uid = 1000,
            Gid = 1000,
            UserName = "ada",
            GroupName = "ada",
            Home = "/home/ada",
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value },
            Files = new Backends.Host.HostFiles(),
            LandlockAbi = 0,
        };
        return variable == "XDG_STATE_HOME" ? XdgDirectories.State(facts) : XdgDirectories.Data(facts);
    }

    private static string Refused(Project project)
    {
        SandboxException error = Assert.Throws<SandboxException>(() => project.State);
        Assert.Equal(ErrorCode.State, error.Code);
        return error.Message;
    }
}
