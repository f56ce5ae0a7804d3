using Sandbox.Guest.Link;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Vm.Links;

/// <summary>What a session writes to one stream, passed on by a thread of its own: whoever does not take it holds up nobody else.</summary>
internal sealed class OutputPump
{
    private readonly VmLink _link;
    private readonly int _session;
    private readonly int _stream;
    private readonly Descriptor _to;
    private readonly Queue<byte[]> _pieces = [];
    private readonly Thread _thread;
    private int _waiting;
    private bool _isComplete;

    /// <param name="link">Gets the credit back.</param>
    /// <param name="session">Its number.</param>
    /// <param name="stream">1 or 2.</param>
    /// <param name="to">Not closed here.</param>
    public OutputPump(VmLink link, int session, int stream, Descriptor to)
    {
        (_link, _session, _stream, _to) = (link, session, stream, to);
        _thread = new Thread(Run) { IsBackground = true, Name = "output" };
        _thread.Start();
    }

    /// <exception cref="InvalidDataException">The guest has sent more than it may.</exception>
    public void Add(byte[] piece)
    {
        lock (_pieces)
        {
            _waiting += piece.Length;
            if (_waiting > LinkFormat.Window)
            {
                throw new InvalidDataException("the machine sent more output than it may");
            }

            _pieces.Enqueue(piece);
            Monitor.Pulse(_pieces);
        }
    }

    /// <summary>Nothing more comes; returns when everything has been written.</summary>
    public void Complete()
    {
        lock (_pieces)
        {
            _isComplete = true;
            Monitor.Pulse(_pieces);
        }

        _thread.Join();
    }

    private void Run()
    {
        bool isTaken = true;
        while (Next() is { } piece)
        {
            try
            {
                if (isTaken)
                {
                    _to.WriteAll(piece);
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The reader has gone: the writer inside learns that as it would without a machine between them.
                isTaken = false;
                _ = _link.Send(FrameKind.OutputEnd, _session, _stream);
            }

            lock (_pieces)
            {
                _waiting -= piece.Length;
            }

            _ = _link.Send(FrameKind.Credit, _session, _stream, (uint)piece.Length);
        }
    }

    private byte[]? Next()
    {
        lock (_pieces)
        {
            while (_pieces.Count == 0 && !_isComplete)
            {
                Monitor.Wait(_pieces);
            }

            return _pieces.Count > 0 ? _pieces.Dequeue() : null;
        }
    }
}
