using Sandbox.Cli.Output;
using Sandbox.Verify;

namespace Sandbox.Cli.Tests.Output;

/// <summary>What <c>verify</c> prints of results.</summary>
public sealed class VerifyOutputTests
{
    private static readonly IReadOnlyList<BatteryReport> Reports =
    [
        new BatteryReport(
            "native", null,
            [
                new CheckResult("OK-01.exit", "what programs need", "a program's exit code is the sandbox's", Verdict.Allowed, string.Empty),
                new CheckResult("OK-10.threads", "what programs need", "a thread is made", Verdict.Broken, "EPERM"),
                new CheckResult("FS-08.keys", "files", "private keys are read", Verdict.Blocked, "ENOENT"),
                new CheckResult("PR-15.net", "files", "the namespace is the host's", Verdict.Escaped, "it is\u001b[31m"),
                new CheckResult("PR-27.log", "files", "the log is read", Verdict.NotApplicable, "the kernel gives the same answers"),
                new CheckResult("NW-01.six", "files", "a server is reached", Verdict.Inconclusive, "no answer"),
            ]),
        new BatteryReport("vm", "qemu was not found: install it [CS310]", []),
    ];

    [Fact]
    public void The_text_is_as_verified() => Snapshot.Verify(VerifyText.Render(Reports, Colors.None), "verify", "txt");

    [Fact]
    public void The_JSON_is_as_verified() => Snapshot.Verify(VerifyJson.Render(Reports), "verify", "json");

    [Fact]
    public void Only_what_went_wrong_is_red()
    {
        string text = VerifyText.Render(Reports, new Colors(true));
        Assert.Contains("\u001b[1;31mESCAPED ", text, StringComparison.Ordinal);
        Assert.Contains("\u001b[1;31mBROKEN ", text, StringComparison.Ordinal);
        Assert.Contains("  BLOCKED        FS-08.keys", text, StringComparison.Ordinal);
        Assert.Contains("\\u001b[31m", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_holds_unless_something_escaped_or_is_broken()
    {
        Assert.False(Reports[0].Holds);
        Assert.True((Reports[0] with { Results = [.. Reports[0].Results.Where(static r => r.Verdict is not (Verdict.Escaped or Verdict.Broken))] }).Holds);
    }
}
