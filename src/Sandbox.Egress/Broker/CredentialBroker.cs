using System.Net.Sockets;

namespace Sandbox.Egress.Broker;

/// <summary>
/// A reverse proxy for the sandbox: plain HTTP/1.1 from inside, with a sentinel; HTTPS to one fixed server outside, with the real
/// credential, which is read again for every request and never crosses to the inside.
/// </summary>
public sealed class CredentialBroker : IDisposable
{
    private static readonly TimeSpan PauseWithoutDescriptors = TimeSpan.FromMilliseconds(50);

    private readonly UpstreamClient _client;
    private readonly SemaphoreSlim _requests;
    private readonly BrokerContext _context;

    public CredentialBroker(BrokerOptions options)
        : this(options, adjust: null)
    {
    }

    /// <param name="options">What it works with.</param>
    /// <param name="adjust">For tests: see <see cref="UpstreamClient"/>.</param>
    internal CredentialBroker(BrokerOptions options, Action<SocketsHttpHandler>? adjust)
    {
        _client = new UpstreamClient(options.Proxy, adjust);
        _requests = new SemaphoreSlim(options.MostRequests, options.MostRequests);
        _context = new BrokerContext(options, _client, _requests);
    }

    /// <summary>Accepts and serves until cancelled, or until the listener is closed; every connection has ended when it returns.</summary>
    /// <param name="listener">Listening; TCP or unix. Not disposed here.</param>
    /// <param name="cancellation">Resets what is under way.</param>
    public async Task RunAsync(Socket listener, CancellationToken cancellation)
    {
        int most = _context.Options.MostConnections;
        using SemaphoreSlim slots = new(most, most);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await slots.WaitAsync(cancellation);
                _ = ServeAndReleaseAsync(await AcceptAsync(listener, slots, cancellation), () => slots.Release(), end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The listener is closed, or the broker ends.
        }

        await end.CancelAsync();
        for (int i = 0; i < most; i++)
        {
            await slots.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Serves one connection to its end. Returns in every case.</summary>
    /// <param name="client">Bidirectional; the caller disposes it.</param>
    /// <param name="cancellation">Resets it.</param>
    internal async Task ServeAsync(Stream client, CancellationToken cancellation)
    {
        using BrokerConnection connection = new(_context, client, cancellation);
        await connection.RunAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _requests.Dispose();
    }

    private static async Task<Socket> AcceptAsync(Socket listener, SemaphoreSlim slots, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await listener.AcceptAsync(cancellation);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // The connection waits in the listener until something else has been closed.
                await Task.Delay(PauseWithoutDescriptors, cancellation);
            }
            catch
            {
                slots.Release();
                throw;
            }
        }
    }

    private async Task ServeAndReleaseAsync(Socket socket, Action release, CancellationToken cancellation)
    {
        try
        {
            if (socket.AddressFamily != AddressFamily.Unix)
            {
                socket.NoDelay = true;
            }

            await using NetworkStream client = new(socket, ownsSocket: true);
            await ServeAsync(client, cancellation);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // It was gone before it was served.
            socket.Dispose();
        }
        finally
        {
            release();
        }
    }
}
