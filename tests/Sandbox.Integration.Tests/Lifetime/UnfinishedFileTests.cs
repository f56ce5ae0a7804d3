namespace Sandbox.Integration.Tests;

/// <summary>A launcher killed by its own rename, each of them in turn: a file that was written and not yet named is removed by the next command.</summary>
public sealed class UnfinishedFileTests
{
    // More than a launch and its end have.
    private const int Most = 30;

    [FactWithin(170)]
    public void SIGKILL_instead_of_any_rename_leaves_no_unfinished_file_after_the_next_command()
    {
        _ = TestHost.Require(Capability.Strace);
        int killed = 0;
        int left = 0;
        for (int number = 1; number <= Most; number++)
        {
            using Workspace workspace = Workspace.Create(Identity.User);
            const string Commit = "echo x > f; git add f; git -c user.name=a -c user.email=a@b commit -qm inside";
            ProcessResult result = ProcessRun.Run(workspace.Request(
                "/usr/bin/strace",
                "-qqq", "-o", "/dev/null", "-e", "trace=rename,renameat,renameat2", "-e", FormattableString.Invariant($"inject=rename,renameat,renameat2:signal=KILL:error=EINTR:when={number}"),
                workspace.Program, "exec", "-q", "--network", "none", workspace.Project, "--", "/bin/sh", "-c", Commit));
            if (result.ExitCode == 0)
            {
                Assert.True(killed > 3, $"only {killed} renames in a launch");
                Assert.True(left > 0, "the control: no kill left anything");
                return;
            }

            killed++;
            left += Unfinished(workspace).Length > 0 ? 1 : 0;
            _ = workspace.Inside("true").ExpectExit();
            Assert.Empty(Unfinished(workspace));
        }

        Assert.Fail($"more than {Most} renames in a launch");
    }

    // Names that end otherwise are somebody's; a lock of git's is swept by the publisher, or waited for.
    private static string[] Unfinished(Workspace workspace) =>
        [.. Directory.GetFiles(workspace.Root, "*.new*", SearchOption.AllDirectories).Concat(Directory.GetFiles(workspace.Root, "new.*", SearchOption.AllDirectories))];
}
