using Sandbox.Verify;

namespace Sandbox.Integration.Tests;

/// <summary><c>claude-sandbox verify</c> with the default policy, on every backend.</summary>
[Collection(VerifyRuns.Collection)]
public sealed class VerifyTests
{
    /// <summary>What an ordinary user may not do without a sandbox either.</summary>
    private static readonly string[] NotForUsers = ["FS-13.device", "FS-15.write", "PR-24.priority", "DV-08.nodes", "PR-04.watching", "PR-14.raw", "PR-27.log"];

    public static TheoryData<string, Identity> Rows => VerifyRuns.Rows;

    [TheoryWithin(500), MemberData(nameof(Rows))]
    public void Nothing_escapes_and_nothing_is_broken_and_nothing_is_left_open(string backend, Identity identity)
    {
        (int code, IReadOnlyList<CheckResult> checks) = VerifyRuns.Of(backend, identity);

        Assert.Equal([], checks.Where(static c => c.Verdict is Verdict.Escaped or Verdict.Broken or Verdict.Inconclusive));
        Assert.Equal(0, code);
        Assert.Equal(Battery.Names.Select(static n => n.Id), checks.Select(static c => c.Id));
        IEnumerable<string> notShown = checks.Where(static c => c.Verdict == Verdict.NotApplicable).Select(static c => c.Id);
        Assert.Empty(notShown.Except(identity.UserId == 0 ? [] : NotForUsers, StringComparer.Ordinal));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Nothing_is_left_behind_and_the_project_that_was_named_is_not_touched(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Own = "ls -d /tmp/claude-sandbox-verify-* /tmp/verify-* /var/tmp/verify-* /dev/shm/verify-* 2>/dev/null | xargs -r stat -c '%u %n' | grep \"^$(id -u) \" | sort";
        string before = workspace.Outside("find . ../home | sort").ExpectExit().OutputText;
        string others = workspace.Outside(Own).OutputText;

        _ = ProcessRun.Run(workspace.Sandbox("verify", "--check", "FS-30,OK-09,PR-22,LR-02", workspace.Project)).ExpectExit();

        Assert.Equal(before, workspace.Outside("find . ../home | sort").ExpectExit().OutputText);
        Assert.Equal(others, workspace.Outside(Own).OutputText);
    }

    [TheoryWithin(60)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_signal_ends_it_and_nothing_is_left_behind(string signal, int code)
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        workspace.Environment["TMPDIR"] = workspace.Directory(workspace.At("temporary"));

        // From when the first sandbox has its project until all is over takes seconds.
        ProcessResult result = ProcessRun.Run(workspace.Request(
            "/bin/sh", "-c", $"\"$0\" verify & until ls ../temporary/*/project/probe > /dev/null 2>&1; do sleep 0.01; done; kill -s {signal} $!; wait $!", workspace.Program));

        Assert.Equal((code, string.Empty, string.Empty), (result.ExitCode, result.OutputText, result.ErrorText));
        Assert.Empty(Directory.EnumerateFileSystemEntries(workspace.At("temporary")));
    }

    [FactWithin(60)]
    public void A_configuration_that_the_project_brings_counts()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        _ = workspace.Write(Path.Combine(workspace.Project, ".claude-sandbox.json"), """{ "network": { "mode": "none" } }""");

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("verify", "--check", "OK-19,NW-08", workspace.Project)).ExpectExit();

        Assert.Contains("NOT-APPLICABLE NW-08.proxy", result.OutputText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void Some_checks_can_be_asked_for_and_all_of_them_listed()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);

        ProcessResult some = ProcessRun.Run(workspace.Sandbox("verify", "--check", "pr-15,FS-08.keys")).ExpectExit();
        ProcessResult list = ProcessRun.Run(workspace.Sandbox("verify", "--list")).ExpectExit();

        Assert.EndsWith("\nnative: 8 checks: 8 blocked, 0 escaped, 0 allowed, 0 broken, 0 not applicable, 0 inconclusive\n", some.OutputText, StringComparison.Ordinal);
        Assert.All(Battery.Names, n => Assert.Contains($"  {n.Id} ", list.OutputText, StringComparison.Ordinal));
    }

    [FactWithin(60)]
    public void A_backend_that_cannot_run_says_why_and_ends_with_125()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("verify", "--", "--no-such-option")).ExpectExit(125);

        Assert.Matches("^native: cannot run here: unknown option --no-such-option: .*\\[CS101\\]\n$", result.OutputText);
    }
}
