using Sandbox.Verify;

namespace Sandbox.Integration.Tests;

/// <summary>What a user opens, the battery finds open, and nothing else.</summary>
[Collection(VerifyRuns.Collection)]
public sealed class LoosenedTests
{
    private const string AllNames = "FS-03.agents FS-03.editors FS-03.shells FS-04.parent GW-01.hooks GW-02.config GW-03.redirect GW-03.replaced GW-04.attributes GW-05.modules";

    [TheoryWithin(120)]
    [InlineData("--network=host", "GW-21.loosen NW-01.datagram NW-01.loopback NW-01.six NW-04.address NW-16.inbound PR-15.net")]
    [InlineData("--env=AWS_SECRET_ACCESS_KEY", "CR-03.variables")]
    [InlineData("--forward=ssh-agent", "CR-10.agent")]
    [InlineData("--allow-debug", "PR-04.tracing PR-13.personality")]
    [InlineData("--allow-write=all", AllNames)]
    [InlineData("--allow-nested-userns", "FS-01.strip PR-03.joined PR-04.mountinfo PR-04.mounts PR-04.namespaces PR-05.masks")]
    public void What_an_option_opens_has_escaped_and_nothing_else(string option, string ids)
    {
        BatteryReport report = Battery.Run(
            SandboxCommand.Of(Path.Combine(Installation.Directory, "claude-sandbox"), "native", [option]), Installation.Probe, [], null);

        Assert.Null(report.Unusable);
        Assert.Equal(ids.Split(' '), report.Results.Where(static r => r.Verdict == Verdict.Escaped).Select(static r => r.Id).Order(StringComparer.Ordinal));
        Assert.Equal([], report.Results.Where(static r => r.Verdict is Verdict.Broken or Verdict.Inconclusive));
    }

    [FactWithin(60)]
    public void An_escape_is_exit_code_1()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("verify", "--check", "NW-01,PR-15.mnt", "--", "--network", "host")).ExpectExit(1);

        Assert.Contains("  ESCAPED        NW-01.loopback ", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("  BLOCKED        PR-15.mnt ", result.OutputText, StringComparison.Ordinal);
    }
}
