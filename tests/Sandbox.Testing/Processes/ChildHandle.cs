using Microsoft.Win32.SafeHandles;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>One child from spawn to reaping; its number is never used once it may belong to somebody else.</summary>
internal sealed class ChildHandle : IDisposable
{
    private const int SignalMask = 0x7f;
    private readonly Lock gate = new();
    private int? status;

    public ChildHandle(int id)
    {
        Id = id;
        nint descriptor = Libc.syscall(Abi.SYS_pidfd_open, id, 0, 0, 0);
        if (descriptor < 0)
        {
            throw Libc.Failure($"cannot open a descriptor of process {id}", Libc.LastError());
        }

        Descriptor = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public int Id { get; }

    /// <summary>Readable once the child has ended.</summary>
    public SafeFileHandle Descriptor { get; }

    public int? ExitCode => status is int s && (s & SignalMask) == 0 ? (s >> 8) & 0xff : null;

    public Signal? Signal => status is int s && (s & SignalMask) != 0 ? (Signal)(s & SignalMask) : null;

    /// <summary>Collects the status of a child that has ended.</summary>
    public void Reap()
    {
        lock (gate)
        {
            int result;
            int collected;
            do
            {
                result = Libc.waitpid(Id, out collected, 0);
            }
            while (result < 0 && Libc.LastError() == Abi.EINTR);

            status = result == Id ? collected : throw Libc.Failure($"cannot wait for process {Id}", Libc.LastError());
        }
    }

    /// <summary>Sends a signal unless the child was reaped; returns whether it was sent.</summary>
    public bool Send(Signal signal, bool toGroup)
    {
        lock (gate)
        {
            return status is null && Libc.kill(toGroup ? -Id : Id, (int)signal) == 0;
        }
    }

    public void Dispose() => Descriptor.Dispose();
}
