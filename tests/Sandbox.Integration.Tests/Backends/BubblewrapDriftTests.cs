namespace Sandbox.Integration.Tests;

/// <summary>CL-31: another version of bwrap, which does less than it is told, says so or not, and knows other words. What it has made is looked at; what it says is not read.</summary>
public sealed class BubblewrapDriftTests
{
    private const string Nothing = "--nothing";

    /// <summary>A word that bwrap leaves out, and for whom.</summary>
    public static TheoryData<string, Identity> LeftOut
    {
        get
        {
            TheoryData<string, Identity> rows = [];
            rows.Add("--unshare-user", Identity.Root); // For anybody else it makes one unasked.
            foreach (string word in (string[])["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup", "--as-pid-1"])
            {
                rows.Add(word, Identity.User);
                rows.Add(word, Identity.Root);
            }

            return rows;
        }
    }

    [TheoryWithin(60), MemberData(nameof(LeftOut))]
    public void A_bwrap_that_ignores_a_flag_with_a_warning_gets_nothing_started(string word, Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Ignoring(workspace, word);

        ProcessResult result = workspace.Inside("echo got > got", "--backend", "bubblewrap").ExpectExit(125);

        Assert.False(File.Exists(workspace.At("project", "got")));
        Assert.Matches(@"\Aclaude-sandbox: [^\n]+ \[CS3(01|02|05)\]\n\z|\Aclaude-sandbox: [^\n]+ \[CS201\]\n\z", result.ErrorText);

        // The control: the same program when it ignores nothing, with the same warning.
        Ignoring(workspace, Nothing);
        Assert.Empty(workspace.Inside("echo got > got", "--backend", "bubblewrap").ExpectExit().ErrorText);
        Assert.True(File.Exists(workspace.At("project", "got")));
    }

    [TheoryWithin(60)]
    [InlineData("ipc")]
    [InlineData("cgroup")]
    public void A_namespace_that_nothing_else_would_miss_is_named(string kind)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Ignoring(workspace, "--unshare-" + kind);

        Assert.Equal(
            $"claude-sandbox: could not find a namespace of its own for /proc/self/ns/{kind}: no such process (ESRCH): the program that makes the sandbox has left it out: install another version of it, or pass --backend native [CS302]\n",
            workspace.Inside("true", "--backend", "bubblewrap").ExpectExit(125).ErrorText);
    }

    [FactWithin(60)]
    public void The_host_s_own_switches_are_not_touched_when_there_is_no_user_namespace()
    {
        const string Switch = "/proc/sys/user/max_user_namespaces";
        string before = File.ReadAllText(Switch);
        using Workspace workspace = Workspace.Create(Identity.Root);
        Ignoring(workspace, "--unshare-user");

        string error = workspace.Inside("true", "--backend", "bubblewrap").ExpectExit(125).ErrorText;

        Assert.Contains("/proc/self/ns/user", error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Switch));
    }

    [FactWithin(60)]
    public void One_that_does_not_know_a_flag_is_quoted_in_one_line()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Fake(workspace, "echo \"bwrap: Unknown option --as-pid-1\" >&2; exit 1");

        Assert.Equal(
            "claude-sandbox: bwrap could not make the sandbox: bwrap: Unknown option --as-pid-1: run `claude-sandbox plan` to see what was being built [CS305]\n",
            workspace.Inside("true", "--backend", "bubblewrap").ExpectExit(125).ErrorText);
    }

    [FactWithin(60)]
    public void What_it_says_of_its_version_is_not_asked_for()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string asked = workspace.At("home", "asked");
        Fake(workspace, $"echo \"$*\" >> {asked}\ncase \"$*\" in *--version*|*--help*) echo 'bubblewrap of another kind'; exit 0;; esac\nexec /usr/bin/bwrap \"$@\"");

        _ = workspace.Inside("exit 3", "--backend", "bubblewrap").ExpectExit(3);

        Assert.Equal("--args 21 -- /proc/self/fd/22", Assert.Single(File.ReadAllLines(asked)));
    }

    /// <summary>A bwrap that takes one word out of what it is told, warns of that, and does the rest.</summary>
    private static void Ignoring(Workspace workspace, string word) => Fake(
        workspace,
        $"echo 'bwrap: warning: flag {word} ignored' >&2\nrest=$(mktemp {workspace.At("home")}/XXXXXX)\ntr '\\0' '\\n' < /proc/self/fd/21 | grep -vx -e {word} | tr '\\n' '\\0' > $rest\nexec 21< $rest\nrm $rest\nexec /usr/bin/bwrap \"$@\"");

    private static void Fake(Workspace workspace, string script)
    {
        // bash: other shells cannot redirect a descriptor of two digits.
        string at = workspace.Write(workspace.At("fake", "bwrap"), $"#!/bin/bash\n{script}\n");
        File.SetUnixFileMode(at, (UnixFileMode)0b111_101_101);
        workspace.Environment["PATH"] = $"{Path.GetDirectoryName(at)}:/usr/local/bin:/usr/bin:/bin";
    }
}
