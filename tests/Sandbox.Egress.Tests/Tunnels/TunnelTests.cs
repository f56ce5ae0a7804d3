using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Log;
using Sandbox.Egress.Tests.Connections;
using Sandbox.Egress.Tests.Tls;

namespace Sandbox.Egress.Tests.Tunnels;

/// <summary>Any protocol passes to the host that was asked for; a first message that names another does not (NW-08, NW-19).</summary>
public sealed class TunnelTests
{
    private const string Name = "api.example.com";

    [Fact]
    public async Task A_server_may_speak_first()
    {
        using TestServer server = new(async socket =>
        {
            await socket.SayAsync("SSH-2.0-server\r\n");
            Assert.Equal("SSH-2.0-client\r\n", await socket.ReadTextAsync(16));
            await socket.SayAsync("bye");
        });
        await using TestEgress egress = new TestEgress([$"{Name}:22"]).Serve(22, server);
        using Socket client = await egress.CaptureAsync(Name, 22);

        Assert.Equal("SSH-2.0-server\r\n", await client.ReadTextAsync(16));
        await client.SayAsync("SSH-2.0-client\r\n");
        Assert.Equal("bye", await client.ReadTextToEndAsync());
        client.Dispose();
        EgressRecord record = await egress.Log.FirstAsync(_ => true);
        Assert.Equal((Name, 22, "capture", true, 16, 19), (record.Host, record.Port, record.Via, record.Allowed, record.Sent, record.Received));
    }

    [Theory]
    [InlineData("\0\0\0\u0008\u0004\u00d2\u0016/")]
    [InlineData("SSH-2.0-client\r\n")]
    [InlineData("EHLO me\r\n")]
    [InlineData("\u0080")]
    public async Task A_client_may_speak_first(string greeting)
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:5432"]).Serve(5432, server);
        using Socket client = await egress.CaptureAsync(Name, 5432);
        await client.SayAsync(greeting.Length == 1 ? greeting + "\u0001\u0002" : greeting);

        Assert.Equal(greeting[0], (await client.ReadTextAsync(1))[0]);
    }

    [Fact]
    public async Task TLS_to_the_name_passes_from_end_to_end()
    {
        using X509Certificate2 certificate = Certificate();
        using TestServer server = new(async socket =>
        {
            await using NetworkStream stream = new(socket);
            await using SslStream tls = new(stream);
            await tls.AuthenticateAsServerAsync(certificate);
            await tls.WriteAsync("secret"u8.ToArray());
        });
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server);
        using Socket client = await egress.CaptureAsync(Name, 443);
        await using NetworkStream stream = new(client);
        await using SslStream tls = new(stream, leaveInnerStreamOpen: false, (_, shown, _, _) => shown is X509Certificate2 other && other.Thumbprint == certificate.Thumbprint);
        await tls.AuthenticateAsClientAsync(Name);
        byte[] text = new byte[6];
        await tls.ReadExactlyAsync(text);

        Assert.Equal("secret", Encoding.ASCII.GetString(text));
    }

    [Fact]
    public async Task A_hello_in_single_bytes_passes_unchanged()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server);
        using Socket client = await egress.CaptureAsync(Name, 443);
        byte[] hello = HelloBytes.Records(HelloBytes.Message(HelloBytes.ServerName(Name)), 7);
        foreach (byte b in hello)
        {
            await client.WriteAsync(new[] { b });
        }

        Assert.Equal(hello, await client.ReadAsync(hello.Length));
    }

    [Fact]
    public async Task Another_name_in_the_hello_is_refused_and_nothing_of_it_leaves()
    {
        TaskCompletionSource<byte[]> seen = new();
        using TestServer server = new(async socket => seen.SetResult(await ReadUntilBrokenAsync(socket)));
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server);
        using Socket client = await egress.CaptureAsync(Name, 443);
        await client.WriteAsync(HelloBytes.Of("evil.com"));

        await client.AssertResetAsync();
        EgressRecord record = await egress.Log.RefusalAsync();
        Assert.Equal((Name, 443, "SNI evil.com is not api.example.com"), (record.Host, record.Port, record.Reason));
        Assert.Empty(await seen.Task);
    }

    [Fact]
    public async Task No_name_in_the_hello_is_refused_on_the_port_of_HTTPS_only()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:*"]).Serve(443, server).Serve(5433, server);
        using Socket https = await egress.CaptureAsync(Name, 443);
        await https.WriteAsync(HelloBytes.Without());
        await https.AssertResetAsync();
        using Socket other = await egress.CaptureAsync(Name, 5433);
        await other.WriteAsync(HelloBytes.Without());

        Assert.Equal(HelloBytes.Without(), await other.ReadAsync(HelloBytes.Without().Length));
        Assert.Equal("TLS without a server name (SNI)", (await egress.Log.RefusalAsync()).Reason);
    }

    [Fact]
    public async Task What_only_looks_like_TLS_is_refused()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server);
        byte[] alert = [21, 3, 1, 0, 2, 1, 0];
        foreach (byte[] bytes in new byte[][] { [.. alert, .. HelloBytes.Of(Name)], [22, 3, 1, 0, 0], HelloBytes.Record([2, 0, 0, 0]), HelloBytes.Of("a\0." + Name) })
        {
            using Socket client = await egress.CaptureAsync(Name, 443);
            await client.WriteAsync(bytes);
            await client.AssertResetAsync();
        }
    }

    [Fact]
    public async Task A_hello_that_never_ends_is_cut_off()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name], limits: new() { Handshake = TimeSpan.FromMilliseconds(200) }).Serve(443, server);
        using Socket half = await egress.CaptureAsync(Name, 443);
        await half.WriteAsync(HelloBytes.Of(Name).AsMemory(0, 30));
        await half.AssertResetAsync();
        using Socket silent = await egress.CaptureAsync(Name, 443);
        await silent.AssertResetAsync();

        Assert.Equal("first message not complete in time", (await egress.Log.RefusalAsync()).Reason);
    }

    [Fact]
    public async Task A_silent_client_of_another_protocol_is_left_alone()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:5432"], limits: new() { Handshake = TimeSpan.FromMilliseconds(50) }).Serve(5432, server);
        using Socket first = await egress.CaptureAsync(Name, 5432);
        using Socket bound = await egress.CaptureAsync(Name, 443);
        await bound.AssertResetAsync();
        await first.SayAsync("\0late");

        Assert.Equal("\0late", await first.ReadTextAsync(5));
    }

    [Theory]
    [InlineData("ruok")]
    [InlineData("e")]
    [InlineData("HELLO you there")]
    public async Task Letters_that_might_become_a_request_are_passed_on_when_the_client_waits(string letters)
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:2181"], limits: new() { Handshake = TimeSpan.FromMilliseconds(400) }).Serve(2181, server);
        using Socket client = await egress.CaptureAsync(Name, 2181);
        await client.SayAsync(letters);
        Assert.Equal(letters, await client.ReadTextAsync(letters.Length));
        await client.SayAsync("\nmore");

        Assert.Equal("\nmore", await client.ReadTextAsync(5));
        client.Dispose();
        Assert.Equal(letters.Length + 5, (await egress.Log.FirstAsync(_ => true)).Sent);
    }

    [Theory]
    [InlineData("GET", " / HTTP/1.1\r\nHost: evil.com\r\n\r\n")]
    [InlineData("GET / HTTP/1.", "1\r\nHost: evil.com\r\n\r\n")]
    public async Task A_request_in_pieces_is_cut_off_before_its_Host(string first, string second)
    {
        TaskCompletionSource<byte[]> seen = new();
        TaskCompletionSource begun = new();
        using TestServer server = new(async socket =>
        {
            byte[] start = await socket.ReadAsync(first.Length);
            begun.SetResult();
            seen.SetResult([.. start, .. await ReadUntilBrokenAsync(socket)]);
        });
        await using TestEgress egress = new TestEgress([$"{Name}:80"]).Serve(80, server);
        using Socket client = await egress.CaptureAsync(Name, 80);
        await client.SayAsync(first);
        await begun.Task;
        await client.SayAsync(second);

        await client.AssertResetAsync();
        Assert.Equal(first, Encoding.Latin1.GetString(await seen.Task));
        Assert.Equal("HTTP request in pieces", (await egress.Log.RefusalAsync()).Reason);
    }

    [Fact]
    public async Task An_address_is_relayed_as_it_is()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress(["192.0.2.7"]).Serve(443, server);
        using Socket client = await egress.ProxyAsync();
        await client.WriteAsync([5, 1, 0, 5, 1, 0, 1, 192, 0, 2, 7, 1, 187, .. HelloBytes.Of("any.example")]);

        Assert.Equal([5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. HelloBytes.Of("any.example")], await client.ReadAsync(12 + HelloBytes.Of("any.example").Length));
    }

    [Fact]
    public async Task The_end_of_the_client_reaches_the_server_and_the_other_way_round()
    {
        using TestServer server = new(async socket =>
        {
            byte[] all = await socket.ReadToEndAsync();
            await socket.SayAsync($"{all.Length} bytes");
        });
        await using TestEgress egress = new TestEgress([$"{Name}:9"]).Serve(9, server);
        using Socket client = await egress.CaptureAsync(Name, 9);
        await client.WriteAsync(new byte[100_000]);
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal("100000 bytes", await client.ReadTextToEndAsync());
    }

    [Fact]
    public async Task A_client_that_ends_without_a_word_still_hears_the_server()
    {
        using TestServer server = new(socket => socket.SayAsync("time is up"));
        await using TestEgress egress = new TestEgress([$"{Name}:13"]).Serve(13, server);
        using Socket client = await egress.CaptureAsync(Name, 13);
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal("time is up", await client.ReadTextToEndAsync());
    }

    [Fact]
    public async Task A_server_that_resets_is_a_reset_inside()
    {
        using TestServer server = new(async socket =>
        {
            await socket.SayAsync("half of");
            _ = await socket.ReadAsync(1);
            socket.Reset();
        });
        await using TestEgress egress = new TestEgress([$"{Name}:9"]).Serve(9, server);
        using Socket client = await egress.CaptureAsync(Name, 9);
        Assert.Equal("half of", await client.ReadTextAsync(7));
        await client.SayAsync("\0");

        await client.AssertResetAsync();
        Assert.Equal("upstream: connection reset", (await egress.Log.FirstAsync(_ => true)).Reason);
    }

    [Fact]
    public async Task A_server_that_resets_before_the_client_has_spoken_is_a_reset_too()
    {
        using TestServer server = new(socket =>
        {
            socket.Reset();
            return Task.CompletedTask;
        });
        await using TestEgress egress = new TestEgress([$"{Name}:9"]).Serve(9, server);

        await Loopback.AssertResetAsync(() => egress.CaptureAsync(Name, 9));
        Assert.EndsWith(": connection reset", (await egress.Log.FirstAsync(_ => true)).Reason, StringComparison.Ordinal);
    }

    private static async Task<byte[]> ReadUntilBrokenAsync(Socket socket)
    {
        try
        {
            return await socket.ReadToEndAsync();
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private static X509Certificate2 Certificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={Name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
