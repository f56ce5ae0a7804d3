namespace Sandbox.Integration.Tests;

/// <summary>DN-05, DN-11 and DN-16: the managed launcher as a process among others.</summary>
public sealed class RuntimeTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_launcher_has_no_diagnostics_port_and_runs_no_start_up_hook(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string temporary = workspace.Directory(workspace.At("temporary"));
        string hook = workspace.Write(workspace.At("project", "hook.dll"), "not an assembly");
        workspace.Environment["TMPDIR"] = temporary;
        workspace.Environment["DOTNET_STARTUP_HOOKS"] = hook;
        workspace.Environment["DOTNET_EnableDiagnostics"] = "1";
        workspace.Environment["DOTNET_DiagnosticPorts"] = $"{temporary}/port,connect,suspend";
        workspace.Environment["CORECLR_ENABLE_PROFILING"] = "1";
        workspace.Environment["DOTNET_gcServer"] = "1";
        workspace.Environment["DOTNET_GCHeapHardLimit"] = "1";

        using (LiveProcess process = workspace.StartInside("echo ready; sleep 600"))
        {
            Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
        }

        // The control: any other .NET program opens one; this test is such a program.
        Assert.NotEmpty(Directory.EnumerateFiles(Path.GetTempPath(), $"dotnet-diagnostic-{Environment.ProcessId}-*"));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_thread_of_the_launcher_changes_what_it_is_while_the_sandbox_runs(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess process = workspace.StartInside("echo ready; sleep 600");
        LiveSandbox sandbox = LiveSandbox.Of(process);

        string[] launcher = [.. Directory.EnumerateDirectories($"/proc/{sandbox.Launcher}/task").Select(Describe).Distinct(StringComparer.Ordinal)];

        Assert.Single(launcher);
        Assert.Equal(DescribeControl(workspace), launcher[0]);
        Assert.NotEqual(launcher[0], Describe($"/proc/{sandbox.Payload}/task/{sandbox.Payload}"));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_stopped_monitor_and_ignored_child_signals_do_not_falsify_the_exit_code(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess process = workspace.StartInside("echo ready; until [ -e .git/objects/go ]; do sleep 0.02; done; exit 7");
        int monitor = LiveSandbox.Of(process).Monitor;
        _ = Libc.kill(monitor, (int)Signal.Stop);
        Eventually.Holds(() => ProcessState.Read(monitor)?.State == 'T', "the monitor is stopped");
        _ = workspace.Write(workspace.At("project", ".git", "objects", "go"), string.Empty);
        _ = Libc.kill(monitor, (int)Signal.Cont);
        Assert.Equal(7, process.WaitForExit().ExitCode);

        string ignoring = "trap '' CHLD PIPE INT HUP TERM USR1 QUIT; ";
        Assert.Equal(7, workspace.Outside($"{ignoring} {workspace.Program} exec -q . -- sh -c '(exit 3) & wait $!; [ $? = 3 ] && exit 7'").ExitCode);
        Assert.Equal(141, workspace.Outside($"{ignoring} {workspace.Program} exec -q . -- sh -c 'kill -PIPE $$; echo alive'").ExitCode);
        Assert.Equal("alive\n", workspace.Outside($"{ignoring} sh -c 'kill -PIPE $$; echo alive'").OutputText);
    }

    [FactWithin(120)]
    public void Many_sandboxes_of_one_project_start_and_end_at_once()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Census before = Census.Take(workspace.Scope);
        const string Loop = "for i in 1 2 3 4 5; do {0} exec -q . -- sh -c \"mkdir .vscode/x 2>/dev/null && echo ESCAPED; exit $i\"; [ $? = $i ] || echo \"WRONG $?\"; done";
        string script = string.Join(" & ", Enumerable.Repeat(Loop.Replace("{0}", workspace.Program, StringComparison.Ordinal), 6)) + " & wait";

        ProcessResult result = ProcessRun.Run(workspace.Request("/bin/sh", "-c", script) with { TimeLimit = TimeSpan.FromSeconds(100) });

        Assert.Equal((string.Empty, string.Empty), (result.OutputText, result.ErrorText));
        before.AssertRestored(TimeSpan.FromSeconds(5));
    }

    private static string DescribeControl(Workspace workspace)
    {
        using LiveProcess plain = ProcessRun.Start(workspace.Request("/bin/sh", "-c", "echo ready; sleep 600"));

        // Before that it may still be the program that changes the identity.
        plain.WaitForOutput("ready");
        return Describe($"/proc/{plain.Id}/task/{plain.Id}");
    }

    private static string Describe(string task)
    {
        IEnumerable<string> status = File.ReadLines($"{task}/status").Where(static l =>
            l.StartsWith("Cap", StringComparison.Ordinal) || l.StartsWith("NoNewPrivs", StringComparison.Ordinal) || l.StartsWith("Seccomp:", StringComparison.Ordinal) || l.StartsWith("Uid", StringComparison.Ordinal));
        IEnumerable<string> namespaces = new[] { "mnt", "pid", "user", "ipc", "uts", "cgroup", "net" }.Select(n => new FileInfo($"{task}/ns/{n}").LinkTarget!);
        return string.Join('\n', status.Concat(namespaces));
    }
}
