using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests;

/// <summary>FS-22: names that somebody else could have made first.</summary>
public sealed partial class PredictableNameTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_launcher_touches_nothing_in_shared_directories(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string trace = workspace.At("trace");
        ProcessRequest launch = workspace.Plain(TestHost.Require(Capability.Strace), "-f", "-qq", "-e", "trace=%file", "-o", trace, workspace.Program, "exec", "-q", workspace.Project, "--", "/bin/true");

        _ = ProcessRun.Run(identity.Wrap(launch)).ExpectExit();

        string[] calls = File.ReadAllLines(trace);
        string[] shared = [.. calls.Where(l => SharedPath().Match(l) is { Success: true } m && !m.Groups[1].Value.StartsWith(workspace.Root, StringComparison.Ordinal))];
        Assert.True(calls.Length > 100 && calls.Any(l => l.Contains(workspace.StateHome, StringComparison.Ordinal)), "the trace is empty");

        // Looking is harmless. A link inside that says /run is no access to it.
        Assert.DoesNotContain(shared, static l => Change().IsMatch(l));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_state_directory_that_is_a_link_or_somebody_elses_is_refused_and_its_victim_untouched(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string victim = workspace.Write(workspace.At("victim", "file"), "untouched\n");
        string state = workspace.Link(Path.Combine(workspace.StateHome, "claude-sandbox"), workspace.At("victim"));
        Assert.Contains("[CS501]", workspace.Inside("true").ExpectExit(125).ErrorText, StringComparison.Ordinal);
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(workspace.At("victim")).Select(Path.GetFileName));
        Assert.Equal("untouched\n", File.ReadAllText(victim));

        File.Delete(state);
        if (TestHost.IsRoot)
        {
            _ = Directory.CreateDirectory(state);
            uint other = identity.UserId == 0 ? 65534u : 0u;
            _ = Libc.lchown(state, other, other);
            Assert.Contains("[CS501]", workspace.Inside("true").ExpectExit(125).ErrorText, StringComparison.Ordinal);
            Directory.Delete(state);
        }

        _ = workspace.Inside("true").ExpectExit();
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_pipe_in_the_place_of_a_file_does_not_hang_the_launcher(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Inside("true").ExpectExit();
        string[] files = Directory.GetFiles(Path.Combine(workspace.StateHome, "claude-sandbox"), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        string[] read = [.. files, workspace.At("home", ".gitconfig"), workspace.At("home", ".claude.json"), workspace.At("home", ".claude", "settings.json")];

        Assert.All(read, file =>
        {
            File.Delete(file);
            _ = workspace.Outside($"mkfifo '{file}'").ExpectExit();
            _ = ProcessRun.Run(workspace.InsideRequest("true") with { TimeLimit = TimeSpan.FromSeconds(10) });
            File.Delete(file);
        });
        _ = workspace.Inside("true").ExpectExit();
    }

    [GeneratedRegex("\"(/(?:tmp|var/tmp|dev/shm|run)(?:/[^\"]*)?)\"")]
    private static partial Regex SharedPath();

    [GeneratedRegex(@"O_CREAT|O_WRONLY|O_RDWR|mkdir|unlink|rename|\blink|chmod|chown|truncate|mknod|bind\(")]
    private static partial Regex Change();
}
