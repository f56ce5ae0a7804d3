using System.Net.Sockets;
using System.Text;
using Sandbox.Egress.Tests.Connections;
using Sandbox.Egress.Tests.Tls;

namespace Sandbox.Egress.Tests.Proxy;

/// <summary>One port for SOCKS, HTTP and CONNECT, all under the same rules (NW-08, NW-12).</summary>
public sealed class ProxyServerTests
{
    private const string Name = "api.example.com";
    private const string Token = "0123456789abcdef";

    private static readonly string Basic = Convert.ToBase64String(Encoding.ASCII.GetBytes("sandbox:" + Token));

    [Fact]
    public async Task CONNECT_reaches_an_allowed_host()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server);
        using Socket client = await egress.ProxyAsync();
        await client.SayAsync($"CONNECT {Name}:443 HTTP/1.1\r\nHost: {Name}:443\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", await ReadHeadAsync(client), StringComparison.Ordinal);
        await client.WriteAsync(HelloBytes.Of(Name));

        Assert.Equal(HelloBytes.Of(Name), await client.ReadAsync(HelloBytes.Of(Name).Length));
        client.Dispose();
        Assert.Equal((Name, 443, "connect", true), await egress.Log.FirstAsync(_ => true) is var r ? (r.Host, r.Port, r.Via, r.Allowed) : default);
    }

    [Fact]
    public async Task The_hello_may_come_with_the_CONNECT()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server);
        using Socket client = await egress.ProxyAsync();
        await client.WriteAsync([.. Encoding.ASCII.GetBytes($"CONNECT {Name}:443 HTTP/1.1\r\nHost: {Name}\r\n\r\n"), .. HelloBytes.Of(Name)]);

        Assert.StartsWith("HTTP/1.1 200 ", await ReadHeadAsync(client), StringComparison.Ordinal);
        Assert.Equal(HelloBytes.Of(Name), await client.ReadAsync(HelloBytes.Of(Name).Length));
    }

    [Theory]
    [InlineData("evil.com:443")]
    [InlineData(Name + ":25")]
    [InlineData("127.0.0.1:443")]
    [InlineData("169.254.169.254:443")]
    public async Task CONNECT_elsewhere_is_refused_with_a_reason(string target)
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server).Serve(25, server);
        using Socket client = await egress.ProxyAsync();
        await client.SayAsync($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n");
        string answer = await client.ReadTextToEndAsync();

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains(target, answer, StringComparison.Ordinal);
        Assert.Equal(0, server.Accepted);
        Assert.Single(egress.Log.All);
    }

    [Fact]
    public async Task Another_name_in_the_hello_after_CONNECT_is_refused()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name, "evil.com"]).Serve(443, server);
        using Socket client = await egress.ProxyAsync();
        await client.SayAsync($"CONNECT {Name}:443 HTTP/1.1\r\nHost: {Name}\r\n\r\n");
        await ReadHeadAsync(client);
        await client.WriteAsync(HelloBytes.Of("evil.com"));

        await client.AssertResetAsync();
        Assert.Equal("SNI evil.com is not api.example.com", (await egress.Log.RefusalAsync()).Reason);
    }

    [Fact]
    public async Task A_server_that_refuses_is_a_502_with_the_reason()
    {
        await using TestEgress egress = new([Name]);
        egress.Dialer.Ports[443] = Loopback.ClosedPort();
        using Socket client = await egress.ProxyAsync();
        await client.SayAsync($"CONNECT {Name}:443 HTTP/1.1\r\nHost: {Name}\r\n\r\n");
        string answer = await client.ReadTextToEndAsync();

        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
        Assert.Contains("cannot connect to api.example.com:443: connection refused", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "407")]
    [InlineData("Proxy-Authorization: Basic dXNlcjp3cm9uZw==\r\n", "407")]
    [InlineData("Proxy-Authorization: Basic *\r\n", "200")]
    public async Task CONNECT_needs_the_token(string field, string status)
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name], Token).Serve(443, server);
        using Socket client = await egress.ProxyAsync();
        await client.SayAsync($"CONNECT {Name}:443 HTTP/1.1\r\nHost: {Name}:443\r\n{field.Replace("*", Basic, StringComparison.Ordinal)}\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", await ReadHeadAsync(client), StringComparison.Ordinal);
        Assert.Equal(status == "200" ? 1 : 0, egress.Dialer.Dialled.Length);
    }

    [Fact]
    public async Task A_whole_address_is_fetched_and_each_request_decided_on_its_own()
    {
        using TestServer server = HttpServer();
        await using TestEgress egress = new TestEgress([Name]).Serve(80, server);
        using Socket client = await egress.ProxyAsync();
        await client.SayAsync($"GET http://{Name}/ HTTP/1.1\r\nHost: {Name}\r\n\r\nGET http://evil.com/ HTTP/1.1\r\nHost: evil.com\r\n\r\n");
        string answer = await client.ReadTextToEndAsync();

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Equal((MapResolver.Public, 80), Assert.Single(egress.Dialer.Dialled));
        Assert.Equal("evil.com", (await egress.Log.RefusalAsync()).Host);
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001\0\u0001\u0001")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    [InlineData("SSH-2.0-x\r\n\r\n")]
    public async Task What_is_no_proxy_protocol_gets_nowhere(string bytes)
    {
        await using TestEgress egress = new(["any"], limits: new() { Handshake = TimeSpan.FromSeconds(1) });
        using Socket client = await egress.ProxyAsync();
        await client.SayAsync(bytes);
        client.Shutdown(SocketShutdown.Send);
        try
        {
            Assert.DoesNotContain("200", await client.ReadTextToEndAsync(), StringComparison.Ordinal);
        }
        catch (SocketException e)
        {
            Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
        }

        Assert.Empty(egress.Dialer.Dialled);
    }

    [Fact]
    public async Task A_silent_client_is_cut_off()
    {
        await using TestEgress egress = new([Name], limits: new() { Handshake = TimeSpan.FromMilliseconds(50) });
        using Socket client = await egress.ProxyAsync();

        await client.AssertResetAsync();
    }

    internal static TestServer HttpServer() => new(async socket =>
    {
        while (await ReadHeadAsync(socket) is { Length: > 0 } head)
        {
            await socket.SayAsync($"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Host: {head.Split('\n').First(l => l.StartsWith("Host:", StringComparison.Ordinal))[5..].Trim()}\r\n\r\ndata");
        }
    });

    internal static async Task<string> ReadHeadAsync(Socket socket)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(one) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
