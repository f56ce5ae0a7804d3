using System.Net;
using System.Net.Sockets;
using Sandbox.Egress.Connections;

namespace Sandbox.Egress.Gates;

/// <summary>
/// TCP to the first address that answers: the next is tried when one fails or has not answered within a quarter of a second
/// (RFC 8305 in small), families in turn, at most eight addresses, ten seconds in all.
/// </summary>
public sealed class TcpDialer : IDialer
{
    private const int MostAddresses = 8;

    private readonly TimeSpan _limit;
    private readonly TimeSpan _headStart;

    /// <param name="limit">For the whole attempt; 10 s when null.</param>
    /// <param name="headStart">What an address has before the next is tried beside it; 250 ms when null.</param>
    public TcpDialer(TimeSpan? limit = null, TimeSpan? headStart = null)
    {
        _limit = limit ?? TimeSpan.FromSeconds(10);
        _headStart = headStart ?? TimeSpan.FromMilliseconds(250);
    }

    public async Task<Dialled> DialAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ended.CancelAfter(_limit);
        List<Task<Dialled>> attempts = [];
        Dialled last = new() { Problem = "it has no address", Error = SocketError.HostNotFound };
        try
        {
            foreach (IPAddress address in InTurn(addresses).Take(MostAddresses))
            {
                attempts.Add(AttemptAsync(address, port, ended.Token));
                last = await FirstAsync(attempts, _headStart, ended.Token) ?? last;
                if (last.Socket is not null)
                {
                    return last;
                }
            }

            while (last.Socket is null && attempts.Count > 0)
            {
                last = await FirstAsync(attempts, Timeout.InfiniteTimeSpan, ended.Token) ?? last;
            }

            return last;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new() { Error = SocketError.TimedOut, Problem = $"no answer in {_limit.TotalSeconds:0.#} s" };
        }
        finally
        {
            await ended.CancelAsync();
            foreach (Task<Dialled> attempt in attempts)
            {
                _ = attempt.ContinueWith(static t => Discard(t), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    /// <summary>The first family first, then the other, by turns, so that one broken family costs one head start.</summary>
    internal static IEnumerable<IPAddress> InTurn(IReadOnlyList<IPAddress> addresses)
    {
        AddressFamily first = addresses.Count > 0 ? addresses[0].AddressFamily : AddressFamily.InterNetwork;
        IPAddress[] ones = [.. addresses.Where(a => a.AddressFamily == first)];
        IPAddress[] others = [.. addresses.Where(a => a.AddressFamily != first)];
        for (int i = 0; i < Math.Max(ones.Length, others.Length); i++)
        {
            if (i < ones.Length)
            {
                yield return ones[i];
            }

            if (i < others.Length)
            {
                yield return others[i];
            }
        }
    }

    // Waits until one attempt has ended, which it takes out of the list; null when the time is over first.
    private static async Task<Dialled?> FirstAsync(List<Task<Dialled>> attempts, TimeSpan wait, CancellationToken cancellation)
    {
        Task time = Task.Delay(wait, cancellation);
        Task ended = await Task.WhenAny([.. attempts, time]);
        if (ended == time)
        {
            await time;
            return null;
        }

        attempts.Remove((Task<Dialled>)ended);
        return await (Task<Dialled>)ended;
    }

    private static async Task<Dialled> AttemptAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            KeepAlive(socket);
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
            Dialled dialled = new() { Socket = socket, Address = address };
            socket = null;
            return dialled;
        }
        catch (SocketException e)
        {
            return new() { Error = e.SocketErrorCode, Problem = SocketProblem.Text(e.SocketErrorCode) };
        }
        finally
        {
            socket?.Dispose();
        }
    }

    // A server that is gone without a word (another network, a laptop that slept) is noticed within minutes: tunnels have no idle limit.
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 120);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
    }

    private static void Discard(Task<Dialled> late)
    {
        if (late.IsCompletedSuccessfully)
        {
            late.Result.Socket?.Dispose();
        }
        else
        {
            _ = late.Exception;
        }
    }
}
