using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Broker;
using Sandbox.Egress.Http;
using Sandbox.Egress.Tests.Http;

namespace Sandbox.Egress.Tests.Broker;

/// <summary>A broker on a loopback listener in front of a TLS server that plays every host.</summary>
internal sealed class BrokerHarness : IAsyncDisposable
{
    public const string Real = "sk-ant-oat01-REAL-CANARY-0123456789";
    public const string Sentinel = "sk-ant-oat01-sandbox-SENTINEL-0123456789";
    public const string GitHubReal = "gho_REALCANARY0123456789";
    public const string GitHubSentinel = "gho_sandboxSENTINEL0123456789";

    private readonly Socket _listener = Loopback.Listen();
    private readonly CancellationTokenSource _end = new();
    private readonly CredentialBroker _broker;
    private readonly X509Certificate2 _certificate;
    private readonly Task _serving;
    private readonly bool _trusting;
    private FakeServer? _server;

    private BrokerHarness(Func<BrokerHarness, BrokerOptions> options, X509Certificate2 certificate, bool trusting)
    {
        _certificate = certificate;
        _trusting = trusting;
        _broker = new CredentialBroker(options(this), Adjust);
        _serving = _broker.RunAsync(_listener, _end.Token);
    }

    public RecordingLog Log { get; } = new();

    public FakeCredentials Credentials { get; private set; } = new(Real);

    public int Port => _listener.Port();

    public static BrokerHarness Start(
        Func<Stream, Task> script, FakeCredentials? credentials = null, string host = "api.anthropic.com", bool trusting = true, HttpTimeouts? timeouts = null, int mostRequests = 64, bool gitHub = false)
    {
        X509Certificate2 certificate = TestCertificate.Create(host, "github.com", "api.github.com");
        BrokerHarness harness = new(
            self =>
            {
                self.Credentials = credentials ?? self.Credentials;
                return new BrokerOptions
                {
                    Sentinel = Secret.FromText(Sentinel),
                    Credentials = self.Credentials,
                    GitHub = gitHub ? new GitHubAccess(Secret.FromText(GitHubSentinel), new FakeCredentials(GitHubReal)) : null,
                    Log = self.Log,
                    Timeouts = timeouts ?? ProxyHarness.Timeouts,
                    MostRequests = mostRequests,
                };
            },
            certificate,
            trusting);
        harness._server = FakeServer.Start(script, certificate);
        return harness;
    }

    /// <summary>A server that gives one answer to everything.</summary>
    public static BrokerHarness Answering(string answer, Action<string>? seen = null, FakeCredentials? credentials = null, bool gitHub = false) => Start(
        async stream =>
        {
            while (await FakeServer.RequestAsync(stream) is { } request)
            {
                seen?.Invoke(request);
                await stream.SendAsync(answer);
            }
        },
        credentials,
        gitHub: gitHub);

    public Task<NetworkStream> ConnectAsync() => Loopback.ConnectAsync(Port);

    /// <summary>Sends one request, which must ask for the connection to be closed, and reads to the end.</summary>
    public async Task<string> ExchangeAsync(string request)
    {
        await using NetworkStream client = await ConnectAsync();
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    public static string Request(string line, params string[] fields) =>
        $"{line} HTTP/1.1\r\nHost: 127.0.0.1:3129\r\nConnection: close\r\n{string.Concat(fields.Select(f => f + "\r\n"))}\r\n";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving.WaitAsync(Loopback.Patience);
        _listener.Dispose();
        _broker.Dispose();
        await _server!.DisposeAsync();
        _certificate.Dispose();
        _end.Dispose();
    }

    private void Adjust(SocketsHttpHandler handler)
    {
        handler.ConnectCallback = async (_, _) => await Loopback.ConnectAsync(_server!.Port);
        if (_trusting)
        {
            handler.SslOptions = TestCertificate.Trusting(_certificate);
        }
    }
}
