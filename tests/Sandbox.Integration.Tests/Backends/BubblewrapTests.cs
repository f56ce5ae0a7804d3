using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>bwrap in the place of our own clone: what it may get wrong, and what is said then.</summary>
public sealed class BubblewrapTests
{
    private const string Backend = "--backend";
    private const string Bubblewrap = "bubblewrap";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_bwrap_that_makes_no_namespaces_gets_nothing_started(Identity identity)
    {
        // The attack: a program of that name that runs what it is given as it is.
        using Workspace workspace = Workspace.Create(identity);
        Fake(workspace, "exec \"$4\"");

        ProcessResult result = workspace.Inside("echo got > got", Backend, Bubblewrap).ExpectExit(125);

        Assert.False(File.Exists(workspace.At("project", "got")));
        Assert.EndsWith("]\n", result.ErrorText, StringComparison.Ordinal);

        // The control: one that hands on to the real one starts it.
        Fake(workspace, "exec /usr/bin/bwrap \"$@\"");
        _ = workspace.Inside("echo got > got", Backend, Bubblewrap).ExpectExit();
        Assert.True(File.Exists(workspace.At("project", "got")));
    }

    [FactWithin(60)]
    public void What_bwrap_says_when_it_fails_is_in_one_line()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Fake(workspace, "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1");

        ProcessResult result = workspace.Inside("true", Backend, Bubblewrap).ExpectExit(125);

        Assert.Equal(
            "claude-sandbox: bwrap could not make the sandbox: bwrap: setting up uid map: Permission denied: user namespaces may be forbidden here (`claude-sandbox doctor` says how to allow them) [CS305]\n",
            result.ErrorText);
    }

    [FactWithin(60)]
    public void Without_bwrap_the_package_is_named()
    {
        using Workspace workspace = Workspace.Create(Identity.Root);

        // A mount namespace of the test's own, in which there is none.
        ProcessResult result = ProcessRun.Run(workspace.Request(
            "/usr/bin/unshare", "-m", "/bin/sh", "-c", "for b in $(which -a bwrap); do mount --bind /dev/null $(readlink -f $b); done; exec \"$@\"", "sh",
            workspace.Program, "exec", Backend, Bubblewrap, workspace.Project, "--", "true")).ExpectExit(125);

        Assert.Equal(
            "claude-sandbox: --backend bubblewrap needs bwrap, which is not on PATH outside of what the sandbox may write: install the package bubblewrap, or pass --backend native [CS306]\n",
            result.ErrorText);
    }

    [FactWithin(60)]
    public void A_bwrap_that_the_sandbox_could_write_is_none()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Fake(workspace, "touch \"$HOME/ran\"", workspace.At("project", "bin"));

        _ = workspace.Inside("true", Backend, Bubblewrap).ExpectExit();

        Assert.False(File.Exists(workspace.At("home", "ran")));
    }

    [FactWithin(60)]
    public void One_backend_does_not_join_a_sandbox_of_another()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600", Backend, Bubblewrap);

        Assert.Contains("--backend: bubblewrap in the running sandbox, native here", workspace.Inside("true", Backend, "native").ExpectExit(125).ErrorText, StringComparison.Ordinal);
        Assert.Contains("\"backend\": \"bubblewrap\"", ProcessRun.Run(workspace.Sandbox("list", "--json")).ExpectExit().OutputText, StringComparison.Ordinal);
        _ = workspace.Inside("exit 3", Backend, Bubblewrap).ExpectExit(3);
    }

    [FactWithin(60)]
    public void Auto_takes_what_works_and_says_so()
    {
        using Workspace workspace = Workspace.Create(Identity.User);

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", Backend, "auto", workspace.Project, "--", "/bin/sh", "-c", "echo $CLAUDE_SANDBOX_BACKEND")).ExpectExit();

        Assert.Equal("native\n", result.OutputText);
        Assert.Contains("backend native: a trial launch works here", result.ErrorText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void Where_nothing_works_auto_says_what_the_native_backend_says()
    {
        using Workspace workspace = Workspace.Create(Identity.Root);

        // A user namespace of the test's own in which no other can be made.
        ProcessResult result = ProcessRun.Run(workspace.Request(
            "/usr/bin/unshare", "-Ur", "/bin/sh", "-c", "echo 0 > /proc/sys/user/max_user_namespaces; exec \"$@\"", "sh",
            workspace.Program, "exec", Backend, "auto", workspace.Project, "--", "true")).ExpectExit(125);

        Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("backend bubblewrap", result.ErrorText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_bwrap_that_gives_up_and_leaves_its_child_is_told_in_one_line_and_the_child_ended(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Fake(workspace, "/usr/bin/unshare -Ur -p -f sleep 600 & sleep 0.3; kill -9 $!; wait $!; exit 1");

        ProcessResult result = workspace.Inside("true", Backend, Bubblewrap).ExpectExit(125);

        Assert.EndsWith("[CS305]\n", result.ErrorText, StringComparison.Ordinal);
        Assert.False(result.OutputHeldOpen);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void A_bwrap_that_is_killed_before_it_has_told_its_child_to_go_on_leaves_no_process(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        // The control: the tool itself leaves one at some of its calls.
        ProcessResult control = ProcessRun.Run(workspace.Request("/bin/sh", "-c", $"cd {workspace.Project}; for i in $(seq 1 12); do {Killed("$i")} --unshare-all --dev-bind / / true > /dev/null 2>&1; done; true"));
        Assert.True(Waiting(workspace).Length > 0, control.ToString());
        foreach (int left in Waiting(workspace))
        {
            _ = Libc.kill(left, 9);
        }

        for (int call = 1; call <= 12; call++)
        {
            Fake(workspace, $"exec {Killed($"{call}")} \"$@\"");
            ProcessResult result = workspace.Inside("true", Backend, Bubblewrap);
            Assert.True(result.ExitCode is 0 or 125, result.ToString());
            Eventually.Holds(() => Waiting(workspace).Length == 0, $"killed at call {call}: {result}");
        }

        static string Killed(string call) => $"/usr/bin/strace -qqq -o /dev/null -e trace=prctl -e inject=prctl:signal=SIGKILL:when={call} /usr/bin/bwrap";
        static int[] Waiting(Workspace workspace) =>
            [.. Directory.EnumerateDirectories("/proc").Select(static p => (Number: Path.GetFileName(p), Link: new FileInfo(p + "/cwd")))
                .Where(p => char.IsAsciiDigit(p.Number[0]) && p.Link.LinkTarget == workspace.Project).Select(static p => int.Parse(p.Number, CultureInfo.InvariantCulture))];
    }

    private static void Fake(Workspace workspace, string script, string? directory = null)
    {
        string at = workspace.Write(Path.Combine(directory ?? workspace.At("fake"), "bwrap"), $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(at, (UnixFileMode)0b111_101_101);
        workspace.Environment["PATH"] = $"{Path.GetDirectoryName(at)}:/usr/local/bin:/usr/bin:/bin";
    }
}
