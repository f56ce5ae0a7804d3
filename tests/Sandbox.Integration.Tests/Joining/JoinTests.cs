namespace Sandbox.Integration.Tests;

/// <summary>A second command for a project runs in its live sandbox, held by everything that holds the first.</summary>
public sealed class JoinTests
{
    private const string Restrictions =
        "for n in mnt pid net user ipc uts cgroup; do readlink /proc/self/ns/$n; done; " +
        "grep -E '^(Cap|NoNewPrivs|Seccomp)' /proc/self/status; cat /proc/self/uid_map; ulimit -Hn; ulimit -Hc; " +
        "unshare -U true 2>&1; ls /proc/self/fd | wc -l";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_second_command_sees_the_processes_and_files_of_the_first(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess first = workspace.StartInside("echo private > /tmp/mark; echo ready; sleep 600");

        ProcessResult second = ProcessRun.Run(workspace.Sandbox("exec", workspace.Project, "--", "/bin/sh", "-c", "cat /tmp/mark; for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline; done")).ExpectExit();

        Assert.StartsWith("private\n", second.OutputText, StringComparison.Ordinal);
        Assert.Contains("/bin/sh -c echo private", second.OutputText, StringComparison.Ordinal);
        Assert.Matches(@"^claude-sandbox: note: joined the running sandbox project-[0-9a-f]{12}, started \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$", second.ErrorText);

        // The control: one of its own sees neither.
        ProcessResult other = workspace.Inside("cat /tmp/mark", "--new").ExpectExit(1);
        Assert.Contains("No such file", other.ErrorText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_joined_session_is_held_by_everything_that_holds_the_first(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess first = workspace.StartInside($"({Restrictions}) > /tmp/first; echo ready; sleep 600");

        string joined = workspace.Inside($"({Restrictions}) > /tmp/second; cat /tmp/first; echo ==; cat /tmp/second").ExpectExit().OutputText;

        string[] halves = joined.Split("==\n");
        Assert.Equal(halves[0], halves[1]);
        Assert.Contains("CapBnd:\t0000000000000000", halves[0], StringComparison.Ordinal);
        Assert.Contains("NoNewPrivs:\t1", halves[0], StringComparison.Ordinal);
        Assert.Contains("Seccomp:\t2", halves[0], StringComparison.Ordinal);
        Assert.Contains("unshare", halves[0], StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void Exit_codes_signals_and_what_cannot_be_run_are_as_in_a_sandbox_of_ones_own()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600");

        foreach (int code in new[] { 0, 1, 42, 124, 125, 254, 255 })
        {
            _ = workspace.Inside($"exit {code}").ExpectExit(code);
        }

        _ = workspace.Inside("kill -TERM $$").ExpectExit(143);
        _ = workspace.Inside("kill -KILL $$").ExpectExit(137);
        Assert.Contains("[CS303]", Run(workspace, "no-such-program").ExpectExit(127).ErrorText, StringComparison.Ordinal);
        Assert.Contains("[CS304]", Run(workspace, "/etc/passwd").ExpectExit(126).ErrorText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void Standard_streams_are_the_callers_own()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600");

        ProcessResult result = ProcessRun.Run(workspace.InsideRequest("cat; echo to-stderr >&2") with { Input = "from stdin\n"u8.ToArray() }).ExpectExit();

        Assert.Equal(("from stdin\n", "to-stderr\n"), (result.OutputText, result.ErrorText));
    }

    [FactWithin(120)]
    public void Fifty_join_at_once()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600");

        LiveProcess[] joined = [.. Enumerable.Range(0, 50).Select(i => ProcessRun.Start(workspace.InsideRequest($"readlink /proc/self/ns/pid; exit {i}")))];
        ProcessResult[] results = [.. joined.Select(static p => p.WaitForExit())];

        for (int i = 0; i < results.Length; i++)
        {
            _ = results[i].ExpectExit(i);
        }

        Assert.Single(results.Select(static r => r.OutputText).Distinct(StringComparer.Ordinal));
        Array.ForEach(joined, static p => p.Dispose());
    }

    [FactWithin(90)]
    public void Of_twenty_that_start_at_once_one_makes_the_sandbox()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        const string Script = "readlink /proc/self/ns/pid; until [ $(ls .git/in.* 2>/dev/null | wc -l) = 20 ]; do sleep 0.05; done";

        LiveProcess[] all = [.. Enumerable.Range(0, 20).Select(i => ProcessRun.Start(workspace.InsideRequest($": > .git/in.{i}; {Script}", "--network", "none")))];
        ProcessResult[] results = [.. all.Select(static p => p.WaitForExit().ExpectExit())];

        Assert.Single(results.Select(static r => r.OutputText).Distinct(StringComparer.Ordinal));
        Array.ForEach(all, static p => p.Dispose());
    }

    [FactWithin(60)]
    public void Another_policy_is_refused_and_the_difference_named()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600", "--network", "none", "--ro", workspace.Directory(workspace.At("home", "shared")));

        string message = workspace.Inside("true").ExpectExit(125).ErrorText;

        Assert.Contains("--network: none in the running sandbox, allowlist here", message, StringComparison.Ordinal);
        Assert.Contains("--ro: ", message, StringComparison.Ordinal);
        Assert.EndsWith("[CS504]\n", message, StringComparison.Ordinal);
        Assert.Single(message.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        _ = workspace.Inside("true", "--new").ExpectExit();
        Assert.Equal("entered\n", ProcessRun.Run(workspace.Sandbox("enter", "-q", workspace.Project) with { Input = "echo entered\n"u8.ToArray() }).ExpectExit().OutputText);
    }

    [FactWithin(60)]
    public void A_variable_of_the_caller_is_in_their_session_and_the_way_out_is_the_sandboxs()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess first = workspace.StartInside("echo $HTTP_PROXY > /tmp/proxy; echo ready; sleep 600", "--env", "FIRST=1");

        string output = workspace.Inside("echo $SECOND-$FIRST; [ \"$HTTP_PROXY\" = \"$(cat /tmp/proxy)\" ] && echo same way", "--env", "SECOND=2").ExpectExit().OutputText;

        Assert.Equal("2-\nsame way\n", output);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Stop_ends_everything_and_says_zero_either_way(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess first = workspace.StartInside("trap '' TERM; echo ready; while :; do sleep 0.1; done");
        using LiveProcess second = workspace.StartInside("echo ready; sleep 600");

        Assert.Contains("stopped the sandbox", ProcessRun.Run(workspace.Sandbox("stop", workspace.Project)).ExpectExit().ErrorText, StringComparison.Ordinal);

        _ = first.WaitForExit().ExpectExit(137);
        _ = second.WaitForExit().ExpectExit(143);
        Assert.Contains("no sandbox is running", ProcessRun.Run(workspace.Sandbox("stop", workspace.Project)).ExpectExit().ErrorText, StringComparison.Ordinal);
        Assert.Contains("[CS505]", ProcessRun.Run(workspace.Sandbox("enter", workspace.Project)).ExpectExit(125).ErrorText, StringComparison.Ordinal);
        Assert.Contains("[CS505]", ProcessRun.Run(workspace.Sandbox("status", workspace.Project)).ExpectExit(1).ErrorText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void A_client_that_is_killed_takes_its_session_along_and_no_other()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600");
        using LiveProcess second = workspace.StartInside("echo ready; sleep 611");

        // The brackets keep the search from finding itself.
        const string Count = "cat /proc/[0-9]*/cmdline 2> /dev/null | tr '\\0' ' ' | grep -c 'sleep 6[1]1' || true";
        Assert.NotEqual("0\n", workspace.Inside(Count).ExpectExit().OutputText);
        second.Send(Signal.Kill);
        _ = second.WaitForExit();

        Eventually.Holds(() => workspace.Inside(Count).ExpectExit().OutputText == "0\n", "the session has gone");
        Assert.Contains("\"sessions\": 1", ProcessRun.Run(workspace.Sandbox("list", "--json")).ExpectExit().OutputText, StringComparison.Ordinal);
    }

    private static ProcessResult Run(Workspace workspace, string program) => ProcessRun.Run(workspace.Sandbox("exec", "-q", workspace.Project, "--", program));
}
