namespace Sandbox.Egress.Connections;

/// <summary>One connection's place; given back by <see cref="Leave"/>, once.</summary>
public sealed class ConnectionSlot
{
    private readonly ConnectionSlots _owner;
    private int _inHandshake = 1;
    private int _held = 1;

    internal ConnectionSlot(ConnectionSlots owner)
    {
        _owner = owner;
    }

    public ConnectionLimits Limits => _owner.Limits;

    /// <summary>The handshake is over; its place is free for another. May be called again.</summary>
    public void Establish()
    {
        if (Interlocked.Exchange(ref _inHandshake, 0) == 1)
        {
            _owner.LeaveHandshake();
        }
    }

    public void Leave()
    {
        Establish();
        if (Interlocked.Exchange(ref _held, 0) == 1)
        {
            _owner.Leave();
        }
    }
}
