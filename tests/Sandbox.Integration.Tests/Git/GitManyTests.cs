namespace Sandbox.Integration.Tests;

/// <summary>A payload that makes thousands of branches: what the launcher does is so much for each of them, and not for each of them times all.</summary>
public sealed class GitManyTests
{
    private const int First = 1000;
    private const int Times = 4;

    [FactWithin(170)]
    public void Four_times_as_many_branches_are_not_sixteen_times_as_much_work()
    {
        _ = TestHost.Require(Capability.Strace);
        long few = Calls(First);
        long many = Calls(First * Times);

        // Of the square nothing is left: twice the proportion would still be far from it.
        Assert.InRange(many, few, few * Times * 2);
    }

    // Every look at a directory or a file of the launcher's begins with one of these.
    private static long Calls(int branches)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string trace = workspace.At("trace");
        string script = FormattableString.Invariant($"i=0; while [ $i -lt {branches} ]; do echo 1 > .git/refs/heads/b$i; i=$((i+1)); done");
        _ = ProcessRun.Run(workspace.Request(
            "/usr/bin/strace", "-f", "-qqq", "-o", trace, "-e", "trace=openat2", workspace.Program, "exec", "-q", "--network", "none", workspace.Project, "--", "/bin/sh", "-c", script)).ExpectExit();
        return File.ReadLines(trace).LongCount(static l => l.Contains("openat2(", StringComparison.Ordinal));
    }
}
