using System.Text;
using Sandbox.Core.Planning;
using Sandbox.Guest.Link;
using Sandbox.Linux;

namespace Sandbox.Backends.Vm.Links;

/// <summary>Receives for all sessions of a machine, on a thread of its own, until the machine has nothing more to say.</summary>
internal sealed class Conversation
{
    private readonly VmLink _link;
    private readonly Action _ready;
    private readonly Action _ended;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly List<Thread> _ending = [];
    private readonly SessionStreams?[] _sessions = new SessionStreams?[LinkFormat.MaxSessions];

    /// <param name="link">To the guest.</param>
    /// <param name="ready">Called once the guest's init stands.</param>
    /// <param name="ended">Called once everything inside has ended, or something has gone wrong: the machine is to be switched off.</param>
    public Conversation(VmLink link, Action ready, Action ended)
    {
        (_link, _ready, _ended) = (link, ready, ended);
        _thread = new Thread(Run) { IsBackground = true, Name = "machine" };
    }

    /// <summary>The guest's init has answered.</summary>
    public bool HasStood { get; private set; }

    /// <summary>What the guest's init could not do, in words; null for nothing.</summary>
    public string? Failure { get; private set; }

    /// <summary>The exit code of the executor inside, once everything has ended there.</summary>
    public int? Code { get; private set; }

    public void Start() => _thread.Start();

    /// <summary>Returns when everything that the machine has said has been passed on.</summary>
    public void Finish() => _thread.Join();

    /// <summary>The lowest free number for a session, taken by what <paramref name="make"/> makes for it; null when there is none.</summary>
    public int? Add(Func<int, SessionStreams> make)
    {
        lock (_lock)
        {
            int number = Array.IndexOf(_sessions, null);
            if (number < 0)
            {
                return null;
            }

            _sessions[number] = make(number);
            return number;
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Count(static s => s is not null);
            }
        }
    }

    private void Run()
    {
        try
        {
            while (_link.Receive() is { } frame)
            {
                Take(frame);
            }
        }
        catch (InvalidDataException e)
        {
            Failure ??= e.Message;
        }

        _ended();
        for (int number = 0; number < _sessions.Length; number++)
        {
            End(number);
        }

        _ending.ForEach(static t => t.Join());
    }

    private void Take(IncomingFrame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Ready:
                if (frame.Value != LinkFormat.Version || HasStood)
                {
                    throw new InvalidDataException("the machine's init is of another version: install this program again");
                }

                HasStood = true;
                _ready();
                break;
            case FrameKind.Output:
                Session(frame.Session)?.Add(frame.Stream, frame.Data);
                break;
            case FrameKind.Credit:
                Session(frame.Session)?.Passed(frame.Value);
                break;
            case FrameKind.Status:
                Session(frame.Session)?.Told(frame.Data);
                break;
            case FrameKind.Over:
                End(frame.Session);
                break;
            case FrameKind.Gone:
                Code = (int)(frame.Value & 0xFF);
                _ended();
                break;
            case FrameKind.Failed:
                int errno = (int)Math.Min(frame.Value, 4095);
                string what = PrintableText.Escape(Encoding.UTF8.GetString(frame.Data.AsSpan(0, Math.Min(frame.Data.Length, 600))));
                Failure ??= $"{what}: {Errno.Describe(errno)} ({Errno.Name(errno)})";
                _ended();
                break;
        }
    }

    private SessionStreams? Session(int number)
    {
        lock (_lock)
        {
            return _sessions[number];
        }
    }

    /// <summary>On a thread of its own: what the caller of one session does not take must not hold up the others.</summary>
    private void End(int number)
    {
        if (Session(number) is { } session)
        {
            lock (_lock)
            {
                _sessions[number] = null;
            }

            Thread ending = new(() =>
            {
                session.Finish();
                session.Over();
            })
            { IsBackground = true, Name = "end of a session" };
            _ending.Add(ending);
            ending.Start();
        }
    }
}
