namespace Sandbox.Verify.Tests;

/// <summary>The battery against a launcher that isolates nothing: every check can fail.</summary>
public sealed class BatteryTests
{
    [FactWithin(120)]
    public void Without_any_isolation_and_with_a_proxy_that_refuses_nothing_everything_escapes()
    {
        using TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);
        using OpenProxy proxy = new();
        // It does everything that a launcher must not: runs what it finds, leaves names, outlives nobody.
        string launcher = directory.WriteFile(
            "launcher", $"#!/bin/sh\ngit --version > /dev/null 2>&1\n: > left-by-$$\nHTTP_PROXY=http://user:password@127.0.0.1:{proxy.Port} \"$@\"\nexit $?\n");
        File.SetUnixFileMode(launcher, (UnixFileMode)0b111_101_101);
        SandboxCommand none = new("none", launcher, static (_, _, payload) => payload) { Joining = static (_, _, payload) => payload };

        BatteryReport report = Battery.Run(none, ProbeProgram.Path, [], null);

        Assert.Null(report.Unusable);
        // The host's own first process may be nobody's to look at.
        Assert.Equal([], report.Results.Where(static r => r.Id != "FS-11.init" && r.Verdict is (Verdict.Blocked or Verdict.Inconclusive or Verdict.Broken)));
        Assert.True(report.Count(Verdict.Escaped) >= 60, string.Join('\n', report.Results));
    }

    [FactWithin(60)]
    public void Nothing_is_left_behind()
    {
        using TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);
        string launcher = directory.WriteFile("launcher", "#!/bin/sh\nexec \"$@\"\n");
        File.SetUnixFileMode(launcher, (UnixFileMode)0b111_101_101);
        HashSet<string> before = Left();

        _ = Battery.Run(new SandboxCommand("none", launcher, static (_, _, payload) => payload), ProbeProgram.Path, ["FS-30", "OK-09", "PR-22"], null);

        Assert.Empty(Left().Except(before));
    }

    [FactWithin(60)]
    public void A_launcher_that_refuses_is_told_with_its_own_words()
    {
        using TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);
        string launcher = directory.WriteFile("launcher", "#!/bin/sh\necho 'claude-sandbox: no such thing [CS101]' >&2\nexit 125\n");
        File.SetUnixFileMode(launcher, (UnixFileMode)0b111_101_101);

        BatteryReport report = Battery.Run(new SandboxCommand("none", launcher, static (_, _, payload) => payload), ProbeProgram.Path, [], null);

        Assert.Equal("no such thing [CS101]", report.Unusable);
        Assert.Empty(report.Results);
    }

    private static HashSet<string> Left() =>
        [.. new[] { Path.GetTempPath(), "/tmp", "/var/tmp", "/dev/shm" }.Distinct().SelectMany(static d => Directory.EnumerateFileSystemEntries(d)).Where(static e => e.Contains("verify-", StringComparison.Ordinal))];
}
