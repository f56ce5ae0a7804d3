using Sandbox.Guest.Link;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Backends.Vm.Links;

/// <summary>What a session reads: taken from the caller only as far as the session is bound to get it.</summary>
internal sealed class InputPump : IDisposable
{
    private readonly VmLink _link;
    private readonly int _session;
    private readonly Descriptor _from;
    private readonly Descriptor _stopRead;
    private readonly Descriptor _stopWrite;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _more = new(false);
    private int _credit = LinkFormat.Window;
    private volatile bool _isStopped;

    /// <param name="link">To the guest.</param>
    /// <param name="session">Its number.</param>
    /// <param name="from">Not closed here.</param>
    public InputPump(VmLink link, int session, Descriptor from)
    {
        (_link, _session, _from) = (link, session, from);
        (_stopRead, _stopWrite) = Descriptor.Pipe();
        _thread = new Thread(Run) { IsBackground = true, Name = "input" };
        _thread.Start();
    }

    /// <summary>The session has taken so many bytes.</summary>
    public void Passed(uint count)
    {
        lock (_gate)
        {
            _credit = (int)Math.Min(LinkFormat.Window, _credit + Math.Min(count, LinkFormat.Window));
        }

        _more.Set();
    }

    /// <summary>Nothing more is taken from the caller once this has returned.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _more.Set();
        _stopWrite.Dispose();
        _thread.Join();
        _stopRead.Dispose();
        _more.Dispose();
    }

    private void Run()
    {
        byte[] buffer = new byte[LinkFormat.MostData];
        while (!_isStopped)
        {
            int room;
            lock (_gate)
            {
                room = _credit;
            }

            if (room == 0)
            {
                _more.WaitOne();
                continue;
            }

            int count = Read(buffer.AsSpan(0, Math.Min(room, buffer.Length)));
            if (count < 0)
            {
                return;
            }

            lock (_gate)
            {
                _credit -= count;
            }

            if (count == 0 || !_link.Send(FrameKind.Input, _session, 0, 0, buffer.AsSpan(0, count)))
            {
                _ = _link.Send(FrameKind.InputEnd, _session);
                return;
            }
        }
    }

    /// <summary>0 at the end; -1 when nobody wants it any more.</summary>
    private int Read(Span<byte> into)
    {
        try
        {
            bool[] ready = Poll.Wait(_stopRead, _from);
            return ready[0] ? -1 : _from.Read(into);
        }
        catch (IOException)
        {
            // A terminal that has gone, or one that this process may not read in the background.
            return 0;
        }
    }
}
