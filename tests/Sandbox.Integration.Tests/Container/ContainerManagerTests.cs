using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests;

/// <summary>
/// CL-31: a systemd-nspawn that does not know one of our words, or takes it and does nothing. What it says of itself is not read: either the sandbox is what it
/// always is, or there is none.
/// </summary>
public sealed class ContainerManagerTests
{
    private static readonly string[] Namespaces = ["pid", "ipc", "uts", "mount", "cgroup"];

    [TheoryWithin(60)]
    [InlineData("--quiet")]
    [InlineData("--settings=*")]
    [InlineData("--register=*")]
    [InlineData("--keep-unit")]
    [InlineData("--link-journal=*")]
    [InlineData("--resolv-conf=*")]
    [InlineData("--timezone=*")]
    [InlineData("--notify-ready=*")]
    [InlineData("--machine=*")]
    [InlineData("--private-network")]
    [InlineData("--no-new-privileges=*")]
    [InlineData("--drop-capability=*")]
    [InlineData("--system-call-filter=*")]
    [InlineData("--console=*")]
    public void A_word_that_it_takes_and_ignores_makes_no_weaker_sandbox(string word)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessRequest request = Confinement(workspace);
        string whole = Normal(ProcessRun.Run(request).ExpectExit());
        Assert.Contains("user namespace: refused", whole, StringComparison.Ordinal);

        ProcessResult result = ProcessRun.Run(NspawnStandIn.With(workspace, NspawnStandIn.Changing(word), request));

        if (result.ExitCode == 0)
        {
            Assert.Equal(whole, Normal(result));
            return;
        }

        Assert.Equal(125, result.ExitCode);
        Assert.Equal(string.Empty, result.OutputText);
        Assert.Matches(@"\[CS[23]\d\d\]", Assert.Single(result.ErrorText.Trim().Split('\n')));
    }

    [FactWithin(60)]
    public void A_word_more_that_shares_the_host_is_noticed_by_the_same_comparison()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessRequest request = Confinement(workspace);

        // The control: a limit that the payload gets differs.
        ProcessResult other = ProcessRun.Run(NspawnStandIn.With(workspace, NspawnStandIn.Changing("--quiet", "--quiet --rlimit=RLIMIT_SIGPENDING=77"), request)).ExpectExit();

        Assert.NotEqual(Normal(ProcessRun.Run(request).ExpectExit()), Normal(other));
    }

    public static TheoryData<string> Missing => [.. Namespaces];

    // In namespaces of their own, all of it: what is shared with "the host" here is shared with nobody.
    [TheoryWithin(60), MemberData(nameof(Missing))]
    public void A_namespace_that_it_does_not_make_is_missed_before_anything_runs(string missing)
    {
        using Workspace workspace = Workspace.Create(Identity.User);

        ProcessResult result = ProcessRun.Run(Making(workspace, Namespaces.Except([missing]))).ExpectExit(125);

        string line = Assert.Single(result.ErrorText.Trim().Split('\n'));
        Assert.Matches($"could not find a namespace of its own for {(missing == "mount" ? "mnt" : missing)}: .*\\[CS302\\]", line);
        Assert.Equal("same name\n", result.OutputText);
        Assert.False(File.Exists(Path.Combine(workspace.Project, "made")));
    }

    [FactWithin(60)]
    public void One_that_makes_all_of_them_is_good_enough()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Assert.Equal("same name\n", ProcessRun.Run(Making(workspace, Namespaces)).ExpectExit().OutputText);
        Assert.True(File.Exists(Path.Combine(workspace.Project, "made")));
    }

    // CL-30: whoever may write it would be root.
    [FactWithin(60)]
    public void A_systemd_nspawn_that_others_may_write_is_not_run()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string mark = workspace.At("ran");
        ProcessRequest request = NspawnStandIn.With(workspace, $"touch {mark}", workspace.InContainer("true"));
        _ = ProcessRun.Run(request);
        Assert.True(File.Exists(mark), "the control: it is run while only root may write it");
        File.Delete(mark);

        foreach (string file in Directory.EnumerateFiles(workspace.At("stand-ins")))
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b111_111_111);
        }

        Assert.Contains("[CS306]", ProcessRun.Run(request).ExpectExit(125).ErrorText, StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
    }

    private static ProcessRequest Making(Workspace workspace, IEnumerable<string> namespaces)
    {
        string words = string.Concat(namespaces.Select(static n => $" --{n}"));
        string standIn = $"while [ \"$1\" != -- ]; do shift; done\nshift\nexec /usr/bin/unshare --fork{words} -- \"$@\"";
        const string Apart = """
            exec unshare --pid --fork --kill-child --mount-proc --uts --ipc --cgroup -- /bin/sh -c 'name=$(uname -n); "$@"; code=$?; [ "$name" = "$(uname -n)" ] && echo same name; exit $code' sh "$@"
            """;
        return workspace.InNamespace(Apart, [], NspawnStandIn.With(workspace, standIn, workspace.InContainer("touch made", "--network", "none")));
    }

    private static ProcessRequest Confinement(Workspace workspace)
    {
        string probe = Tracer.Install("confinement.c", Path.Combine(workspace.Project, "confinement"));
        string[] paths = ["w:/usr/x", "w:/etc/passwd", $"w:{workspace.Project}/.claude/x", "r:/proc/keys", "r:/proc/kallsyms", "r:/proc/acpi", "r:/root", "r:/run/root", "r:/etc/resolv.conf"];
        return workspace.Container(["exec", "-q", "--network", "none", workspace.Project, "--", probe, .. paths]);
    }

    // The device of a file system and the ids that nobody has are new every time, and the stand-in is seen inside; how many files a process may have open is the caller's, or systemd-nspawn's own.
    private static string Normal(ProcessResult result) =>
        Regex.Replace(result.OutputText, @"(?m)^mount \d+:\d+ |^mount .* /usr/bin/systemd-nspawn .*\n|^Max open files .*$|\b[ug]id=\d{6,10}\b", string.Empty);
}
