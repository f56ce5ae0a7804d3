using System.Net.Sockets;

namespace Sandbox.Egress.Connections;

/// <summary>Socket errors in the words that users know from other tools.</summary>
internal static class SocketProblem
{
    public static string Text(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset",
        SocketError.ConnectionAborted => "connection aborted",
        SocketError.TimedOut => "connection timed out",
        SocketError.NetworkUnreachable => "network is unreachable",
        SocketError.NetworkDown => "network is down",
        SocketError.HostUnreachable => "no route to host",
        SocketError.HostDown => "host is down",
        SocketError.HostNotFound => "no such name",
        SocketError.NoData => "it has no address",
        SocketError.TryAgain => "the resolver does not answer",
        SocketError.NoRecovery => "the resolver failed",
        SocketError.TooManyOpenSockets => "too many open files",
        SocketError.NoBufferSpaceAvailable => "no buffer space",
        SocketError.AccessDenied => "permission denied",
        SocketError.AddressAlreadyInUse => "address already in use",
        SocketError.AddressNotAvailable => "no such address on this machine",
        SocketError.AddressFamilyNotSupported => "address family not supported",
        SocketError.Shutdown => "broken pipe",
        _ => error.ToString(),
    };
}
