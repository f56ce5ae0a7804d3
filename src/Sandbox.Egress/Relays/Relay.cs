using System.Net.Sockets;
using Sandbox.Egress.Connections;

namespace Sandbox.Egress.Relays;

/// <summary>
/// Carries bytes both ways between two connected sockets. Each direction ends by itself (half-close); an error on either side
/// resets both, so that nobody takes a torn connection for the end of a message. The sockets stay the caller's to dispose.
/// </summary>
public sealed class Relay
{
    private readonly Socket _inside;
    private readonly Socket _outside;
    private readonly RelayDirection _send;
    private readonly RelayDirection _receive;
    private Task? _receiving;
    private string? _problem;

    internal Relay(Socket inside, Socket outside)
    {
        _inside = inside;
        _outside = outside;
        _send = new(inside, outside, "client", "upstream", Abort);
        _receive = new(outside, inside, "upstream", "client", Abort);
    }

    /// <summary>Bytes from the inside to the outside so far.</summary>
    internal long Sent => _send.Count;

    /// <summary>Bytes from the outside to the inside so far.</summary>
    internal long Received => _receive.Count;

    /// <summary>Why both sides were reset; null while they were not.</summary>
    internal string? Problem => Volatile.Read(ref _problem);

    /// <summary>Ends when both directions have. Does not throw for what the two sides do.</summary>
    /// <param name="inside">The sandbox's side.</param>
    /// <param name="outside">The other side.</param>
    /// <param name="already">Bytes that were read from the inside before; sent first.</param>
    /// <param name="cancellation">Resets both sides.</param>
    public static Task<RelayResult> RunAsync(Socket inside, Socket outside, ReadOnlyMemory<byte> already, CancellationToken cancellation) =>
        new Relay(inside, outside).CompleteAsync(already, cancellation);

    /// <summary>Starts with what the outside sends, while nothing may be sent to it yet.</summary>
    internal void BeginReceiving(CancellationToken stop) => _receiving = _receive.RunAsync(default, stop);

    /// <summary>After the token given to <see cref="BeginReceiving"/> was cancelled: waits until nothing moves.</summary>
    internal Task StoppedAsync() => _receiving ?? Task.CompletedTask;

    /// <summary>Both directions to their end.</summary>
    internal async Task<RelayResult> CompleteAsync(ReadOnlyMemory<byte> already, CancellationToken cancellation)
    {
        await using CancellationTokenRegistration registration = cancellation.UnsafeRegister(static relay => ((Relay)relay!).Abort("the sandbox ended"), this);
        Task sending = _send.RunAsync(already, CancellationToken.None);
        await (_receiving ??= _receive.RunAsync(default, CancellationToken.None));
        await sending;
        return new(Sent, Received, Problem);
    }

    private void Abort(string problem)
    {
        if (Interlocked.CompareExchange(ref _problem, problem, null) is null)
        {
            _inside.Reset();
            _outside.Reset();
        }
    }
}
