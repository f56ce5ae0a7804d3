using System.Net;
using System.Net.Sockets;
using System.Text;
using Sandbox.Egress.Log;
using Sandbox.Egress.Tests.Connections;
using Sandbox.Egress.Tests.Tls;

namespace Sandbox.Egress.Tests.Socks;

/// <summary>SOCKS 5 reaches what the rules allow, by one canonical name, and answers the rest with a code that clients show (NW-08, NW-09, NW-12).</summary>
public sealed class SocksServerTests
{
    private const string Name = "api.example.com";
    private const string Token = "0123456789abcdef";

    private static readonly byte[] Hello = [5, 1, 0];

    public static TheoryData<string> Strange =>
    [
        "evil\0." + Name, Name + "\0.evil.com", "evil.com%00." + Name, Name + "@evil.com", "evil.com@" + Name, Name + ".evil.com", "evil" + Name, "a\rb", "a\nb." + Name,
        "\u200b" + Name, "api.example\u200b.com", "\u00ad" + Name, "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::ffff:7f00:1]", "::ffff:127.0.0.1", "[::1]",
        new('a', 255), ".", "..", "." + Name, Name + "..", " " + Name, Name + ":443", "api_.example.com/", "http://" + Name, "*." + Name,
    ];

    [Theory]
    [InlineData(Name)]
    [InlineData("API.example.COM")]
    [InlineData("api.example.com.")]
    public async Task An_allowed_name_is_reached(string name)
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server);
        using Socket client = await egress.ProxyAsync();

        Assert.Equal(0, await ConnectAsync(client, name, 443));
        await client.WriteAsync(HelloBytes.Of(Name));
        Assert.Equal(HelloBytes.Of(Name), await client.ReadAsync(HelloBytes.Of(Name).Length));
        client.Dispose();
        EgressRecord record = await egress.Log.FirstAsync(_ => true);
        Assert.Equal((Name, 443, "socks", true), (record.Host, record.Port, record.Via, record.Allowed));
        Assert.True(record.Sent > 0 && record.Received == record.Sent);
    }

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task A_name_that_could_be_read_in_two_ways_is_refused_and_logged_printable(string name)
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress(["any", "127.0.0.1"]).Serve(443, server);
        using Socket client = await egress.ProxyAsync();
        bool wellFormed = name is Name + ".evil.com" or "evil" + Name;

        Assert.Equal(wellFormed ? 0 : 2, await ConnectAsync(client, name, 443));
        if (!wellFormed)
        {
            Assert.Empty(egress.Dialer.Dialled);
            Assert.All((await egress.Log.RefusalAsync()).Host, c => Assert.InRange(c, '!', '~'));
        }
    }

    [Theory]
    [InlineData("evil.com", 443)]
    [InlineData(Name + ".evil.com", 443)]
    [InlineData("evil" + Name, 443)]
    [InlineData("example.com", 443)]
    [InlineData(Name, 25)]
    [InlineData(Name, 0)]
    [InlineData("127.0.0.1", 443)]
    [InlineData("169.254.169.254", 80)]
    [InlineData("93.184.215.14", 443)]
    public async Task What_no_rule_allows_is_refused_by_the_ruleset(string name, int port)
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server).Serve(25, server);
        using Socket client = await egress.ProxyAsync();

        Assert.Equal(2, await ConnectAsync(client, name, port));
        Assert.Empty(await client.ReadToEndAsync());
        Assert.Equal(0, server.Accepted);
        Assert.Single(egress.Log.All);
    }

    [Fact]
    public async Task An_address_is_reached_by_a_rule_that_names_it_only()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name, "192.0.2.7", "[2001:db8::7]"]).Serve(443, server);
        byte[][] addresses = [[5, 1, 0, 1, 192, 0, 2, 7, 1, 187], [5, 1, 0, 4, .. IPAddress.Parse("2001:db8::7").GetAddressBytes(), 1, 187], [5, 1, 0, 1, 192, 0, 2, 8, 1, 187], [5, 1, 0, 4, .. IPAddress.Parse("::ffff:192.0.2.7").GetAddressBytes(), 1, 187]];
        List<int> answers = [];
        foreach (byte[] request in addresses)
        {
            using Socket client = await egress.ProxyAsync();
            answers.Add(await RequestAsync(client, request));
        }

        Assert.Equal([0, 0, 2, 2], answers);
    }

    [Fact]
    public async Task A_client_that_has_looked_the_name_up_means_the_name()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server);
        Assert.True(egress.Names.TryGetAddress(TestEgress.Host(Name), out IPAddress? address));
        using Socket known = await egress.ProxyAsync();
        using Socket unknown = await egress.ProxyAsync();

        Assert.Equal(0, await RequestAsync(known, [5, 1, 0, 1, .. address.GetAddressBytes(), 1, 187]));
        Assert.Equal(2, await RequestAsync(unknown, [5, 1, 0, 1, 198, 19, 255, 1, 1, 187]));
    }

    [Theory]
    [InlineData(2, "BIND is not offered")]
    [InlineData(3, "UDP is not offered")]
    [InlineData(9, "unknown command")]
    public async Task Only_CONNECT_is_offered(byte command, string reason)
    {
        await using TestEgress egress = new([Name]);
        using Socket client = await egress.ProxyAsync();

        Assert.Equal(7, await RequestAsync(client, [5, command, 0, 3, (byte)Name.Length, .. Encoding.ASCII.GetBytes(Name), 1, 187]));
        Assert.Equal((Name, reason), await egress.Log.RefusalAsync() is var r ? (r.Host, r.Reason) : default);
    }

    [Theory]
    [InlineData(new byte[] { 5, 1, 0, 9, 0, 0, 0 }, 8)]
    [InlineData(new byte[] { 5, 1, 1, 1, 1, 1, 1, 1, 1, 187 }, 1)]
    [InlineData(new byte[] { 4, 1, 0, 1, 1, 1, 1, 1, 1, 187 }, 1)]
    [InlineData(new byte[] { 5, 1, 0, 3, 0, 1, 187 }, 2)]
    public async Task A_malformed_request_is_refused(byte[] request, byte code)
    {
        await using TestEgress egress = new([Name]);
        using Socket client = await egress.ProxyAsync();

        Assert.Equal(code, await RequestAsync(client, request));
    }

    [Theory]
    [InlineData(new byte[] { 4, 1, 1, 187, 192, 0, 2, 7, 0 })]
    [InlineData(new byte[] { 4, 1, 1, 187, 0, 0, 0, 1, 0, (byte)'a', 0 })]
    public async Task SOCKS_4_and_4a_are_refused_in_their_own_words(byte[] request)
    {
        await using TestEgress egress = new(["any"]);
        using Socket client = await egress.ProxyAsync();
        await client.WriteAsync(request);

        Assert.Equal([0, 0x5b, 0, 0, 0, 0, 0, 0], await client.ReadToEndAsync());
    }

    [Theory]
    [InlineData(Token, 0)]
    [InlineData("0123456789abcdeF", 1)]
    [InlineData("", 1)]
    [InlineData(Token + "x", 1)]
    public async Task The_token_is_the_password(string password, byte answer)
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name], Token).Serve(443, server);
        using Socket client = await egress.ProxyAsync();
        await client.WriteAsync(new byte[] { 5, 2, 0, 2 });
        Assert.Equal([5, 2], await client.ReadAsync(2));
        await client.WriteAsync([1, 4, .. "user"u8, (byte)password.Length, .. Encoding.ASCII.GetBytes(password)]);

        Assert.Equal([1, answer], await client.ReadAsync(2));
        if (answer == 0)
        {
            Assert.Equal(0, await RequestOnlyAsync(client, [5, 1, 0, 3, (byte)Name.Length, .. Encoding.ASCII.GetBytes(Name), 1, 187]));
        }
        else
        {
            Assert.Empty(await client.ReadToEndAsync());
            Assert.Equal("wrong proxy token", (await egress.Log.RefusalAsync()).Reason);
        }
    }

    [Fact]
    public async Task Without_the_token_s_method_nobody_gets_in()
    {
        await using TestEgress egress = new([Name], Token);
        using Socket client = await egress.ProxyAsync();
        await client.WriteAsync([5, 1, 0, .. new byte[] { 5, 1, 0, 1, 1, 1, 1, 1, 1, 187 }]);

        Assert.Equal([5, 0xff], await client.ReadToEndAsync());
        Assert.Equal("no proxy token was offered", (await egress.Log.RefusalAsync()).Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Messages_may_come_in_pieces_or_all_at_once(int size)
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:7"], Token).Serve(7, server);
        using Socket client = await egress.ProxyAsync();
        byte[] all = [5, 1, 2, 1, 1, (byte)'u', (byte)Token.Length, .. Encoding.ASCII.GetBytes(Token), 5, 1, 0, 3, (byte)Name.Length, .. Encoding.ASCII.GetBytes(Name), 0, 7, 0, .. "early"u8];
        foreach (byte[] piece in all.Chunk(size))
        {
            await client.WriteAsync(piece);
        }

        Assert.Equal([5, 2, 1, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0], await client.ReadAsync(14));
        Assert.Equal("\0early", await client.ReadTextAsync(6));
    }

    [Fact]
    public async Task Failures_outside_have_codes_of_their_own()
    {
        await using TestEgress egress = new([Name, "nowhere.example.com"]);
        egress.Resolver.With("nowhere.example.com");
        egress.Dialer.Ports[443] = Loopback.ClosedPort();
        using Socket refused = await egress.ProxyAsync();
        using Socket nowhere = await egress.ProxyAsync();

        Assert.Equal(5, await ConnectAsync(refused, Name, 443));
        Assert.Equal(4, await ConnectAsync(nowhere, "nowhere.example.com", 443));
    }

    [Fact]
    public async Task Another_name_in_the_hello_is_refused()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name]).Serve(443, server);
        using Socket client = await egress.ProxyAsync();
        Assert.Equal(0, await ConnectAsync(client, Name, 443));
        await client.WriteAsync(HelloBytes.Of("evil.com"));

        await client.AssertResetAsync();
        Assert.Equal("SNI evil.com is not api.example.com", (await egress.Log.RefusalAsync()).Reason);
    }

    [Fact]
    public async Task A_client_that_stops_half_way_is_cut_off()
    {
        await using TestEgress egress = new([Name], limits: new() { Handshake = TimeSpan.FromMilliseconds(100) });
        using Socket client = await egress.ProxyAsync();
        await client.WriteAsync(new byte[] { 5, 1 });

        await client.AssertResetAsync();
    }

    private static async Task<byte> ConnectAsync(Socket client, string name, int port)
    {
        byte[] bytes = name.Any(c => c > 255) ? Encoding.UTF8.GetBytes(name) : Encoding.Latin1.GetBytes(name);
        return await RequestAsync(client, [5, 1, 0, 3, (byte)bytes.Length, .. bytes, (byte)(port >> 8), (byte)port]);
    }

    private static async Task<byte> RequestAsync(Socket client, byte[] request)
    {
        await client.WriteAsync(Hello);
        Assert.Equal([5, 0], await client.ReadAsync(2));
        return await RequestOnlyAsync(client, request);
    }

    private static async Task<byte> RequestOnlyAsync(Socket client, byte[] request)
    {
        await client.WriteAsync(request);
        byte[] reply = await client.ReadAsync(10);
        Assert.Equal((5, 0, 1), (reply[0], reply[2], reply[3]));
        return reply[1];
    }
}
