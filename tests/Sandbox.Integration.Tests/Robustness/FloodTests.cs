using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>RX-09, LR-07: more than anybody reads, and more sizes than anybody looks at.</summary>
public sealed class FloodTests
{
    private const int Bytes = 1_000_000_000;
    private const int RoomKiB = 64 * 1024;

    private const string Storm =
        """
        import fcntl, os, pty, struct, sys, termios
        def size(rows, columns):
            fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
        process, master = pty.fork()
        if process == 0:
            os.execv(sys.argv[1], sys.argv[1:])
        seen = b''
        for i in range(3000):
            size(20 + i % 50, 80 + i % 90)
        while b'ready' not in seen:
            seen += os.read(master, 4096)
        for i in range(3000):
            size(20 + i % 50, 80 + i % 90)
            if i % 1000 == 0:
                size(0, 0); size(65535, 1); size(1, 65535)
        size(33, 111)
        while True:
            try:
                more = os.read(master, 4096)
            except OSError:
                break
            if not more:
                break
            seen += more
        print(seen.decode().split()[-1], os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
        """;

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Output_that_nobody_reads_waits_in_the_payload_and_not_in_the_launcher(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside("mkfifo ../go").ExpectExit();
        string flood = $"{workspace.Program} exec -q . -- sh -c 'yes | head -c {Bytes}; touch ended' | {{ head -c 4096 > /dev/null; echo ready >&2; read go < ../go; wc -c; }}";
        using LiveProcess shell = ProcessRun.Start(workspace.Request("/bin/sh", "-c", flood));
        shell.WaitForOutput("ready");
        int launcher = ProcessSearch.Tree(shell.Id).First(p => Name(p).StartsWith("claude-sandbox", StringComparison.Ordinal));

        Assert.False(File.Exists(workspace.At("project", "ended")), "nobody has read it, and yet it has been written");
        _ = workspace.Outside("echo > ../go").ExpectExit();
        int peak = 0;
        while (!shell.Completion.IsCompleted)
        {
            peak = Math.Max(peak, PeakKiB(launcher));
        }

        string count = shell.WaitForExit().ExpectExit().OutputText.Trim();
        Assert.InRange(int.Parse(count, CultureInfo.InvariantCulture), Bytes - (1 << 17), Bytes - 4096);
        Assert.True(File.Exists(workspace.At("project", "ended")));
        Assert.InRange(peak, 1, RoomKiB);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Six_thousand_sizes_of_the_terminal_and_impossible_ones_leave_the_last(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Write(workspace.At("storm.py"), Storm);
        const string Wait = "echo ready; until [ \"$(stty size)\" = '33 111' ]; do sleep 0.02; done; echo right; exit 7";
        ProcessRequest storm = workspace.Request("/usr/bin/python3", workspace.At("storm.py"), workspace.Program, "exec", "-q", workspace.Project, "--", "/bin/sh", "-c", Wait);

        Assert.Equal("right 7\n", ProcessRun.Run(storm).ExpectExit().OutputText);

        // A joined session has a terminal of its own, to which the sizes are handed on.
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600");
        Assert.Equal("right 7\n", ProcessRun.Run(storm).ExpectExit().OutputText);
    }

    [TheoryWithin(180), ClassData(typeof(IdentityData))]
    public void Every_signal_that_ends_a_program_is_told_as_a_shell_tells_it(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Probe();

        // 32 and 33 belong to the C library; the others that are missing end nothing.
        int[] signals = [.. Enumerable.Range(1, 64).Except([17, 18, 19, 20, 21, 22, 23, 28, 32, 33])];
        string script = $"for n in {string.Join(' ', signals)}; do {workspace.Program} exec -q . -- ./probe die $n; echo $n $?; done";

        string[] told = ProcessRun.Run(workspace.Request("/bin/sh", "-c", script) with { TimeLimit = TimeSpan.FromSeconds(170) }).ExpectExit().OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(signals.Select(static n => string.Create(CultureInfo.InvariantCulture, $"{n} {128 + n}")), told);
    }

    private static string Name(int process) => ProcessState.Read(process)?.Name ?? string.Empty;

    private static int PeakKiB(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(static l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : int.Parse(line[6..].Replace("kB", string.Empty, StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended.
            return 0;
        }
    }
}
