using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Tests.Fakes;

/// <summary>
/// A kernel for one process: records every call, answers as the test has scripted it, else as a small model of Linux
/// would (descriptors, entries of the new root, capabilities), so that a wrong order fails by itself.
/// </summary>
internal sealed partial class FakeKernel : IDisposable
{
    [ThreadStatic]
    private static FakeKernel? _current;

    private readonly List<(Func<KernelCall, bool> Matches, long Result)> _scripted = [];
    private readonly Dictionary<long, int> _occurrences = [];

    /// <summary>The kernel of the process that runs on this thread.</summary>
    public static FakeKernel Current => _current ?? throw new InvalidOperationException("executor code runs outside FakeKernel.Run");

    public List<KernelCall> Calls { get; } = [];

    /// <summary>All calls in words, one a line; of a run of like calls (<c>prctl(CAPBSET_DROP, 0 to 41)</c>) the first and the last.</summary>
    public string Trace
    {
        get
        {
            string[] lines = [.. Calls.Select(c => c.ToString())];
            string[] heads = [.. lines.Select(l => l.Split(',')[0]), string.Empty];
            bool Within(int i) => i > 0 && heads[i - 1] == heads[i] && heads[i] == heads[i + 1] && heads[i].StartsWith("prctl", StringComparison.Ordinal);
            return string.Concat(lines.Where((_, i) => !Within(i)).Select(l => l + "\n"));
        }
    }

    /// <summary>Runs executor code until its process ends, or to its return.</summary>
    public ProcessEnd Run(Func<int> code)
    {
        _current = this;
        try
        {
            return new ProcessEnd { ExitCode = code() };
        }
        catch (ProcessEndedException e)
        {
            return e.End;
        }
        finally
        {
            _current = null;
        }
    }

    /// <summary>The n-th call of this number (from 1; 0 for each) answers this instead of being done.</summary>
    public FakeKernel Script(long number, long result, int occurrence = 0) =>
        Script(c => c.Number == number && (occurrence == 0 || c.Occurrence == occurrence), result);

    /// <summary>Every call whose text begins like this answers <paramref name="result"/> instead of being done.</summary>
    public FakeKernel Script(string text, long result) => Script(c => c.Text.StartsWith(text, StringComparison.Ordinal), result);

    public FakeKernel Script(Func<KernelCall, bool> matches, long result)
    {
        _scripted.Add((matches, result));
        return this;
    }

    public long Answer(long number, CallArguments arguments)
    {
        int occurrence = _occurrences[number] = _occurrences.GetValueOrDefault(number) + 1;
        KernelCall call = new(Calls.Count, number, occurrence, arguments, new CallText(this).Of(number, arguments));
        Calls.Add(call);
        int scripted = _scripted.FindIndex(s => s.Matches(call));
        return call.Result = scripted < 0 ? Perform(number, arguments) : _scripted[scripted].Result;
    }

    public void Dispose() => _memory.ForEach(m => m.Dispose());

    private long Perform(long number, in CallArguments a) => number switch
    {
        Nr.close => Close(a.A),
        Nr.close_range => CloseRange(a.A, a.B),
        Nr.dup3 => Duplicate(a.A, a.B, a.C),
        Nr.fcntl when a.B == C.F_DUPFD_CLOEXEC => Descriptor(a.A) is { } source ? Add(source, a.C) : -C.EBADF,
        Nr.fcntl => Descriptor(a.A) is null ? -C.EBADF : a.B == C.F_GETFL ? C.O_RDWR : Seals,
        Nr.fstat => Status(a.A, a.B),
        Nr.statfs => FileSystemStatus(Text(a.A)!, a.B),
        Nr.read => Descriptor(a.A) is null ? -C.EBADF : a.C,
        Nr.pread64 => ReadPlan(a),
        Nr.write => Write(a),
        Nr.mmap => Map(a.B),
        Nr.munmap => Unmap(a.A),
        Nr.pipe2 => Pipe(a.A, a.B),
        Nr.openat => Open(a.A, Text(a.B)!, (int)a.C),
        Nr.openat2 => Open(a.A, Text(a.B)!, OpenFlags(a.C)),
        Nr.mkdirat or Nr.mknodat => Make(a.A, Text(a.B)!),
        Nr.symlinkat => Make(a.B, Text(a.C)!),
        Nr.unlinkat => Unlink(a.A, Text(a.B)!),
        Nr.fchdir or Nr.chdir or Nr.pivot_root or Nr.umount2 or Nr.mount => ChangeRoot(number, a),
        Nr.fsopen or Nr.fsconfig or Nr.fsmount => FileSystem(number, a),
        Nr.open_tree or Nr.open_tree_attr => OpenTree(number, a),
        Nr.mount_setattr => SetAttributes(a),
        Nr.move_mount => MoveMount(a),
        Nr.clone or Nr.unshare or Nr.setns or Nr.wait4 or Nr.getpid or Nr.pidfd_open or Nr.kill or Nr.execve or Nr.exit_group => Process(number, a),
        Nr.recvfrom when IsNetlink(a.A) => Acknowledge(a),
        Nr.sendto or Nr.setsockopt or Nr.getsockopt or Nr.bind or Nr.listen or Nr.connect or Nr.sendmsg => Network(number, a),
        Nr.poll or Nr.recvmsg or Nr.signalfd4 or Nr.timerfd_create or Nr.timerfd_settime or Nr.socket or Nr.ioctl => Event(number, a),
        Nr.setsid => 3,
        Nr.rt_sigaction or Nr.rt_sigprocmask or Nr.umask or Nr.getuid => Ordinary(number, a),
        _ => Privilege(number, a),
    };
}
