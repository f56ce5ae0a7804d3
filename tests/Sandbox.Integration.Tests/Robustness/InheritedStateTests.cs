namespace Sandbox.Integration.Tests;

/// <summary>LR-09: what a careless parent leaves to the launcher.</summary>
public sealed class InheritedStateTests
{
    private const ulong ChildEnded = 1ul << 16;

    // 17 is SIGCHLD. No shell can hand that one on ignored: each sets it for itself.
    private const string Careless =
        """
        import os, resource, signal, sys
        os.setpriority(os.PRIO_PROCESS, 0, 5)
        os.umask(0o077)
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
        for s in (1, 2, 3, 13, 15, 17, 18, 20, 21, 22):
            signal.signal(s, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        os.execv(sys.argv[1], sys.argv[1:])
        """;

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Ignored_and_blocked_signals_a_closed_umask_and_few_descriptors_change_neither_exit_code_nor_what_signals_do_inside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Write(workspace.At("careless.py"), Careless);
        string[] start = ["/usr/bin/python3", workspace.At("careless.py")];
        string[] sandbox = [.. start, workspace.Program, "exec", "-q", workspace.Project, "--"];

        Assert.Equal(7, Run(workspace, [.. sandbox, "/bin/sh", "-c", "exit 7"]).ExitCode);
        Assert.Equal(143, Run(workspace, [.. sandbox, "/bin/sh", "-c", "kill -TERM $$; echo alive"]).ExitCode);
        ProcessResult inside = Run(workspace, [.. sandbox, "/bin/grep", "SigBlk", "/proc/self/status"]).ExpectExit();
        Assert.Equal("SigBlk:\t0000000000000000\n", inside.OutputText);

        // Priority and limits are the caller's to choose and go through.
        Assert.Equal("5\n256\n0077\n", Run(workspace, [.. sandbox, "/bin/sh", "-c", "nice; ulimit -Hn; umask"]).ExpectExit().OutputText);

        // The controls: the signals are blocked and ignored for any other program, SIGCHLD too.
        string outside = Run(workspace, [.. start, "/bin/grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"]).ExpectExit().OutputText;
        Assert.DoesNotContain("SigBlk:\t0000000000000000", outside, StringComparison.Ordinal);
        ulong ignored = Convert.ToUInt64(outside.Split("SigIgn:\t")[1].Trim(), 16);
        Assert.Equal(ChildEnded, ignored & ChildEnded);
        Assert.Equal([".git"], Directory.EnumerateFileSystemEntries(workspace.Project).Select(Path.GetFileName));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void However_few_descriptors_there_are_the_command_runs_or_one_line_says_why(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Inside("true").ExpectExit();
        int refused = 0;
        for (int count = 6; count <= 56; count += 2)
        {
            ProcessResult result = workspace.Outside($"ulimit -n {count}; exec {workspace.Program} exec -q . -- echo ran");
            if (result.ExitCode == 0)
            {
                Assert.Equal("ran\n", result.OutputText);
                continue;
            }

            refused++;
            Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
            Assert.Matches(@"^claude-sandbox: [^\n]* \[CS[0-9]{3}\]\n$", result.ErrorText);
        }

        Assert.InRange(refused, 1, 25);
        _ = workspace.Inside("true").ExpectExit();
        Assert.Equal([".git"], Directory.EnumerateFileSystemEntries(workspace.Project).Select(Path.GetFileName));
    }

    [FactWithin(60)]
    public void A_thread_of_the_caller_that_ends_does_not_end_the_sandbox_and_the_callers_end_of_it_does_not_either()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string script =
            $"""
            import subprocess, sys, threading, time
            started = []
            def run(words):
                process = subprocess.Popen(words, stdout=subprocess.PIPE)
                started.append((process, process.stdout.readline()))
            def start(words):
                thread = threading.Thread(target=run, args=[words])
                thread.start(); thread.join()
                return started.pop()
            sandboxes = [start(['{workspace.Program}', 'exec', '-q', '--new', '.', '--', 'sh', '-c', 'echo ready; read x; exit 7']) for i in range(5)]
            """;
        script = script.Replace("stdout=subprocess.PIPE", "stdin=subprocess.PIPE, stdout=subprocess.PIPE", StringComparison.Ordinal) +
            """

            print([line for s, line in sandboxes])
            plain = start(['setpriv', '--pdeathsig', 'KILL', 'sh', '-c', 'echo armed; exec sleep 30'])
            print('control', plain[0].wait())
            for s, line in sandboxes: s.stdin.write(b'go\n'); s.stdin.flush()
            print([s.wait() for s, line in sandboxes])
            """;
        _ = workspace.Write(workspace.At("threads.py"), script);

        ProcessResult result = Run(workspace, "/usr/bin/python3", workspace.At("threads.py")).ExpectExit();

        // The control: what asks to die with its parent dies with the thread that started it.
        Assert.Equal("[b'ready\\n', b'ready\\n', b'ready\\n', b'ready\\n', b'ready\\n']\ncontrol -9\n[7, 7, 7, 7, 7]\n", result.OutputText);
    }

    private static ProcessResult Run(Workspace workspace, params string[] words) => ProcessRun.Run(workspace.Request(words[0], words[1..]));
}
