using Sandbox.Linux.Files;

namespace Sandbox.Backends.Vm.Links;

/// <summary>The three streams of one session in the machine, and the records that tell how it goes.</summary>
internal sealed class SessionStreams
{
    private readonly Func<InputPump> _begin;
    private readonly Lock _lock = new();
    private InputPump? _input;
    private bool _isFinished;
    private readonly OutputPump _output;
    private readonly OutputPump? _errors;

    /// <param name="link">To the guest.</param>
    /// <param name="session">Its number.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">Takes what it writes.</param>
    /// <param name="errors">Takes its errors; null for a terminal that shows them.</param>
    /// <param name="told">Takes what PID 1 of the sandbox says about it.</param>
    /// <param name="over">Called when it is over and everything has been passed on.</param>
    public SessionStreams(VmLink link, int session, Descriptor input, Descriptor output, Descriptor? errors, Action<byte[]> told, Action over)
    {
        _begin = () => new InputPump(link, session, input);
        _output = new OutputPump(link, session, 1, output);
        _errors = errors is null ? null : new OutputPump(link, session, 2, errors);
        Told = told;
        Over = over;
    }

    public Action<byte[]> Told { get; }

    public Action Over { get; }

    /// <summary>The guest knows of the session: from here on what it reads is taken from the caller.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _input ??= _isFinished ? null : _begin();
        }
    }

    public void Passed(uint count) => _input?.Passed(count);

    /// <exception cref="InvalidDataException">The guest has sent more than it may, or to nowhere.</exception>
    public void Add(int stream, byte[] piece)
    {
        OutputPump pump = (stream == 1 ? _output : stream == 2 ? _errors : null) ?? throw new InvalidDataException("the machine sent output of a stream that there is not");
        pump.Add(piece);
    }

    /// <summary>Returns when nothing is under way any more.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            _isFinished = true;
        }

        _input?.Dispose();
        _output.Complete();
        _errors?.Complete();
    }
}
