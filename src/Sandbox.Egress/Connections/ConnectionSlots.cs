using System.Diagnostics.CodeAnalysis;

namespace Sandbox.Egress.Connections;

/// <summary>Counts what one sandbox has open. Thread-safe; shared by its listeners.</summary>
public sealed class ConnectionSlots
{
    private readonly ConnectionLimits _limits;
    private int _connections;
    private int _handshakes;

    public ConnectionSlots(ConnectionLimits limits)
    {
        _limits = limits;
    }

    public ConnectionLimits Limits => _limits;

    /// <summary>Connections that stand now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Those of them that are still in their handshake.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>A place for one connection, which starts in its handshake; false when there is none.</summary>
    public bool TryEnter([NotNullWhen(true)] out ConnectionSlot? slot)
    {
        slot = null;
        if (Interlocked.Increment(ref _connections) <= _limits.Connections)
        {
            if (Interlocked.Increment(ref _handshakes) <= _limits.Handshakes)
            {
                slot = new(this);
                return true;
            }

            Interlocked.Decrement(ref _handshakes);
        }

        Interlocked.Decrement(ref _connections);
        return false;
    }

    internal void Leave() => Interlocked.Decrement(ref _connections);

    internal void LeaveHandshake() => Interlocked.Decrement(ref _handshakes);
}
