namespace Sandbox.Integration.Tests;

/// <summary>RX-01, RX-02, RX-03, RX-06, RX-07, RX-08, RX-16: what a program inside can use of the machine. Every attack has more room without the limit.</summary>
public sealed class LimitTests
{
    private const string Forks = "i=0; while [ $i -lt 200 ]; do sleep 2 & i=$((i+1)); done; wait; echo all";
    private const string Bomb = "import os, time\nend = time.time() + 3\nwhile time.time() < end:\n    try:\n        os.fork()\n    except OSError:\n        time.sleep(0.01)\n";
    private const string Hog = "b = []\nwhile len(b) < 64: b.append(bytearray(1 << 24))\nprint('all')";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_fork_bomb_stops_at_the_limit_and_leaves_nothing(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Write(Path.Combine(workspace.Project, "bomb.py"), Bomb);

        using LiveProcess bomb = ProcessRun.Start(Loud(workspace, $"echo ready; exec python3 {workspace.Project}/bomb.py", "--pids", "64"));
        bomb.WaitForOutput("ready");

        // The machine goes on: other programs of the same user start meanwhile.
        Assert.Equal("fine\n", workspace.Outside("for i in 1 2 3; do /bin/true; done; echo fine").ExpectExit().OutputText);
        Assert.InRange(ProcessSearch.CommandLines("python3\0" + workspace.Project).Count(), 1, 64);
        _ = bomb.WaitForExit();
        Eventually.Holds(() => !ProcessSearch.CommandLines("python3\0" + workspace.Project).Any(), "no process of the bomb is left");
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Processes_are_limited_and_more_are_allowed_when_the_user_says_so(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        Assert.DoesNotContain("all", workspace.Inside(Forks, "--pids", "64").OutputText, StringComparison.Ordinal);
        Assert.Equal("all\n", workspace.Inside(Forks, "--pids", "400").ExpectExit().OutputText);
    }

    [FactWithin(60)]
    public void Root_is_told_in_words_what_ran_into_a_limit_and_the_exit_code_is_the_programs()
    {
        using Workspace workspace = Workspace.Create(Identity.Root);
        _ = workspace.Write(Path.Combine(workspace.Project, "hog.py"), Hog);

        ProcessResult killed = ProcessRun.Run(Loud(workspace, "exec python3 hog.py", "--memory", "200M"));
        Assert.Equal(137, killed.ExitCode);
        Assert.Contains("note: memory limit of 200 MiB reached: the kernel ended 1 process of the sandbox: raise it with --memory\n", killed.ErrorText, StringComparison.Ordinal);
        ProcessResult forks = ProcessRun.Run(Loud(workspace, Forks, "--pids", "64"));
        Assert.Matches("note: limit of 64 processes reached: starting one more failed [0-9]+ times?: raise it with --pids\n", forks.ErrorText);

        ProcessResult enough = ProcessRun.Run(Loud(workspace, "exec python3 hog.py", "--memory", "3G")).ExpectExit();
        Assert.Equal("all\n", enough.OutputText);
        Assert.DoesNotContain("limit", enough.ErrorText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void Without_a_control_group_memory_is_limited_for_each_process_and_the_user_told()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        _ = workspace.Write(Path.Combine(workspace.Project, "hog.py"), Hog);

        ProcessResult result = ProcessRun.Run(Loud(workspace, "exec python3 hog.py", "--memory", "200M"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("MemoryError", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("note: limits: --memory holds for each process, not for all together, at most 4096 processes by rlimit", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("all\n", workspace.Inside("exec python3 hog.py").ExpectExit().OutputText);

        ProcessResult refused = ProcessRun.Run(Loud(workspace, "echo ran", "--require-limits")).ExpectExit(125);
        Assert.Empty(refused.OutputText);
        Assert.Contains("--require-limits: memory is not limited", refused.ErrorText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Private_places_are_full_at_their_size(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Fill = "for d in /tmp /var/tmp \"$HOME\" /dev/shm; do head -c 20000000 /dev/zero > $d/f 2>/dev/null && echo $d fits || echo full; done";

        Assert.Equal("full\nfull\nfull\nfull\n", workspace.Inside(Fill, "--tmp-size", "16M").OutputText);
        Assert.DoesNotContain("full", workspace.Inside(Fill, "--tmp-size", "32M").OutputText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void What_is_in_the_private_places_counts_as_memory()
    {
        using Workspace workspace = Workspace.Create(Identity.Root);
        const string Fill = "head -c 300000000 /dev/zero > /tmp/f && echo all";

        Assert.DoesNotContain("all", workspace.Inside(Fill, "--memory", "100M").OutputText, StringComparison.Ordinal);
        Assert.Equal("all\n", workspace.Inside(Fill, "--memory", "1G").ExpectExit().OutputText);
    }

    [FactWithin(60)]
    public void Processor_time_is_limited()
    {
        using Workspace workspace = Workspace.Create(Identity.Root);
        const string Burn = "import os, time\nend = time.monotonic() + 2\nwhile time.monotonic() < end: pass\nprint(int(sum(os.times()[:2]) * 100))";
        _ = workspace.Write(Path.Combine(workspace.Project, "burn.py"), Burn);

        // Two seconds by the clock at a fifth of a processor are forty hundredths; the machine may give less and never more.
        Assert.InRange(int.Parse(workspace.Inside("exec python3 burn.py", "--cpus", "0.2").ExpectExit().OutputText, System.Globalization.CultureInfo.InvariantCulture), 1, 70);
        using LiveProcess sandbox = workspace.StartInside("echo ready; sleep 20", "--cpus", "0.2");
        string name = Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(workspace.StateHome, "claude-sandbox", "cgroups"), "claude-sandbox-*")));
        string group = Assert.Single(Groups("cpu"), g => Path.GetFileName(g) == name);
        Assert.Equal(("100000\n", "20000\n"), (File.ReadAllText(group + "/cpu.cfs_period_us"), File.ReadAllText(group + "/cpu.cfs_quota_us")));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_million_descriptors_are_more_than_a_process_can_have(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Write(Path.Combine(workspace.Project, "files.py"), "import os\nn = 0\ntry:\n    while n < 1000000: os.dup(0); n += 1\nexcept OSError as e: print(e.errno, n < 1000000)\n");

        Assert.Equal("24 True\n", workspace.Inside("exec python3 files.py").ExpectExit().OutputText);
        _ = workspace.Outside("true").ExpectExit();
    }

    [FactWithin(60)]
    public void Who_takes_all_inotify_instances_inside_leaves_some_to_the_user_outside()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        // What ended before gives its instances back late: it goes on taking.
        const string Take = "import ctypes, time\nl = ctypes.CDLL(None)\nfull = 0\nwhile True:\n  if l.inotify_init1(0) < 0:\n    full += 1\n    time.sleep(0.01)\n    if full == 20: print('taken', flush=True)\n";
        const string One = "import ctypes\nprint('one' if ctypes.CDLL(None).inotify_init1(0) >= 0 else 'none')";
        _ = workspace.Write(Path.Combine(workspace.Project, "take.py"), Take);
        _ = workspace.Write(Path.Combine(workspace.Project, "one.py"), One);

        using (LiveProcess taking = ProcessRun.Start(Loud(workspace, "exec python3 take.py")))
        {
            taking.WaitForOutput("taken");
            Assert.Equal("one\n", workspace.Outside("python3 one.py").ExpectExit().OutputText);
        }

        // The control: another user who has no sandbox.
        string[] nobody = ["--reuid", "61299", "--regid", "61299", "--clear-groups", "python3", "-c"];
        using LiveProcess free = ProcessRun.Start(new ProcessRequest("/usr/bin/setpriv", [.. nobody, Take]));
        free.WaitForOutput("taken");
        Assert.Equal("none\n", ProcessRun.Run(new ProcessRequest("/usr/bin/setpriv", [.. nobody, One])).ExpectExit().OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Orphans_by_the_thousand_are_reaped_and_do_not_use_up_the_limit(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Orphans = "import os\nfor i in range(2000):\n    p = os.fork()\n    if p == 0:\n        if os.fork() == 0: os._exit(0)\n        os._exit(0)\n    os.waitpid(p, 0)\nprint('all')";
        _ = workspace.Write(Path.Combine(workspace.Project, "orphans.py"), Orphans);

        Assert.Equal("all\n", workspace.Inside("exec python3 orphans.py", "--pids", "200").ExpectExit().OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_control_group_can_be_seen_or_changed_inside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Attack = "cut -d: -f3 /proc/self/cgroup | sort -u; ls /sys/fs/cgroup 2>/dev/null; find / -xdev -name 'pids.max' 2>/dev/null; mount -t cgroup -o pids none /mnt 2>/dev/null || echo refused";

        Assert.Equal("/\nrefused\n", workspace.Inside(Attack).OutputText);
        Assert.Contains("cgroup.procs", workspace.Outside("ls /sys/fs/cgroup/pids").OutputText, StringComparison.Ordinal);
    }

    internal static ProcessRequest Loud(Workspace workspace, string script, params IReadOnlyList<string> options) =>
        workspace.Sandbox(["exec", "--network", "none", .. options, workspace.Project, "--", "/bin/sh", "-c", script]);

    internal static string[] Groups(string controller) =>
        Directory.GetDirectories("/sys/fs/cgroup/" + controller, "claude-sandbox-*", SearchOption.AllDirectories);
}
