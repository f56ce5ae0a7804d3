using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Sandbox.Egress.Tests.Http;

/// <summary>A server on a loopback port whose connections are each played by a script. What a script throws fails the test at the end.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly Socket _listener = Loopback.Listen();
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Stream, Task> _script;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly Task _accepting;
    private int _connections;

    private FakeServer(Func<Stream, Task> script, X509Certificate2? certificate)
    {
        _script = script;
        _certificate = certificate;
        _accepting = AcceptAsync();
    }

    public int Port => _listener.Port();

    public int Connections => Volatile.Read(ref _connections);

    public static FakeServer Start(Func<Stream, Task> script, X509Certificate2? certificate = null) => new(script, certificate);

    /// <summary>Reads one head (and a body of stated length) of every request and gives the same answer, until the client leaves.</summary>
    public static FakeServer Answer(string answer, Action<string>? seen = null, X509Certificate2? certificate = null) => Start(
        async stream =>
        {
            while (await RequestAsync(stream) is { } request)
            {
                seen?.Invoke(request);
                await stream.SendAsync(answer);
            }
        },
        certificate);

    /// <summary>One request with its body, or null when the client has left.</summary>
    public static async Task<string?> RequestAsync(Stream stream)
    {
        string head;
        try
        {
            head = await stream.ReadHeadAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return null;
        }

        string? length = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        if (length is not null)
        {
            byte[] body = new byte[int.Parse(length["Content-Length: ".Length..])];
            await stream.ReadExactlyAsync(body);
            return head + System.Text.Encoding.Latin1.GetString(body);
        }

        return head.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.OrdinalIgnoreCase) ? head + await stream.ReadUntilAsync("0\r\n\r\n") : head;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
        if (!_failures.IsEmpty)
        {
            throw new AggregateException(_failures);
        }
    }

    private async Task AcceptAsync()
    {
        List<Task> playing = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync(_end.Token);
                Interlocked.Increment(ref _connections);
                playing.Add(PlayAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(playing);
        }
    }

    private async Task PlayAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using NetworkStream plain = new(socket, ownsSocket: true);
        using CancellationTokenRegistration close = _end.Token.Register(socket.Dispose);
        try
        {
            if (_certificate is null)
            {
                await _script(plain);
                return;
            }

            await using SslStream tls = new(plain);
            await tls.AuthenticateAsServerAsync(_certificate);
            await _script(tls);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The other side is under test and may leave whenever it likes.
        }
        catch (Exception e)
        {
            _failures.Enqueue(e);
        }
    }
}
