using Sandbox.Egress.Tls;

namespace Sandbox.Egress.Tests.Tls;

/// <summary>The server name is read as a server would read it, or not at all (NW-08, NW-19).</summary>
public sealed class TlsClientHelloTests
{
    private const string Good = "api.example.com";

    public static TheoryData<string> BadNames => ["", "evil.com\0.example.com", "evil\u200b.example.com", "a b.com", "a@b.com", "a%00.com", "[::1]", "127.0.0.1", "::1", "127.1", "0x7f.1", "a..b", ".a", "a:443", "a/b", "ex\u00e4mple.com", new('a', 254)];

    [Fact]
    public async Task The_name_of_a_real_client_is_found()
    {
        ClientHello hello = TlsClientHello.Read(await HelloBytes.OfRealClientAsync(Good));

        Assert.Equal(ClientHelloState.Complete, hello.State);
        Assert.Equal(Good, hello.ServerName?.ToString());
    }

    [Theory]
    [InlineData("API.Example.COM")]
    [InlineData("api.example.com.")]
    public void The_name_is_canonical(string name) => Assert.Equal(Good, TlsClientHello.Read(HelloBytes.Of(name)).ServerName?.ToString());

    [Fact]
    public void A_client_may_name_nobody()
    {
        Assert.Equal((ClientHelloState.Complete, null), Read(HelloBytes.Without()));
        Assert.Equal((ClientHelloState.Complete, null), Read(HelloBytes.Record(HelloBytes.Handshake([3, 3, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0]))));
    }

    [Fact]
    public async Task Every_beginning_of_a_hello_is_incomplete_and_asks_for_more()
    {
        byte[] whole = await HelloBytes.OfRealClientAsync(Good);
        for (int length = 0; length < whole.Length; length++)
        {
            ClientHello hello = TlsClientHello.Read(whole.AsSpan(0, length));
            Assert.Equal(ClientHelloState.Incomplete, hello.State);
            Assert.InRange(hello.Needed, length + 1, whole.Length);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(50)]
    public void A_hello_in_many_records_is_put_together(int size) =>
        Assert.Equal((ClientHelloState.Complete, Good), Read(HelloBytes.Records(HelloBytes.Message(HelloBytes.ServerName(Good)), size)));

    [Theory]
    [MemberData(nameof(BadNames))]
    public void A_name_that_could_be_read_in_two_ways_is_refused(string name) => Assert.Equal((ClientHelloState.Bad, null), Read(HelloBytes.Of(name)));

    [Fact]
    public void Two_names_are_refused()
    {
        byte[] twice = HelloBytes.Record(HelloBytes.Message(HelloBytes.ServerName(Good), HelloBytes.ServerName("evil.com")));
        byte[] list = HelloBytes.Vector16([0, .. HelloBytes.Vector16("a.com"u8.ToArray()), 0, .. HelloBytes.Vector16("evil.com"u8.ToArray())]);

        Assert.Equal("two server names", TlsClientHello.Read(twice).Problem);
        Assert.Equal((ClientHelloState.Bad, null), Read(HelloBytes.Record(HelloBytes.Message(HelloBytes.Extension(0, list)))));
    }

    [Fact]
    public void Lengths_that_lie_are_refused()
    {
        byte[] name = HelloBytes.ServerName(Good);
        for (int at = 2; at < 9; at++)
        {
            if (at == 6)
            {
                continue;
            }

            byte[] wrong = [.. name];
            wrong[at]++;
            Assert.Equal((ClientHelloState.Bad, null), Read(HelloBytes.Record(HelloBytes.Message(wrong))));
        }
    }

    [Fact]
    public void Nothing_may_stand_in_front_of_the_hello_or_share_its_record()
    {
        byte[] hello = HelloBytes.Of(Good);
        byte[] alert = [21, 3, 1, 0, 2, 1, 0];
        byte[] trailed = HelloBytes.Record([.. HelloBytes.Message(HelloBytes.ServerName(Good)), 0]);

        Assert.All([[.. alert, .. hello], trailed, [20, 3, 3, 0, 1, 1, .. hello]], b => Assert.Equal((ClientHelloState.Bad, null), Read(b)));
        Assert.All([alert, [20, 3, 3, 0, 1, 1], [23, 3, 3, 0, 1, 1]], b => Assert.True(TlsClientHello.MayBe(b)));
    }

    [Fact]
    public void The_hello_of_SSL_2_is_refused()
    {
        byte[] old = [0x80, 46, 1, 3, 1, 0, 3, 0, 0, 0, 16];

        Assert.True(TlsClientHello.MayBe(old));
        Assert.Equal("ClientHello of SSL 2", TlsClientHello.Read(old).Problem);
        Assert.All(Enumerable.Range(1, 4), n => Assert.Equal(ClientHelloState.Incomplete, TlsClientHello.Read(old.AsSpan(0, n)).State));
    }

    [Theory]
    [InlineData(17_000)]
    [InlineData(60_000)]
    public void A_hello_without_measure_is_refused_before_it_is_whole(int padding)
    {
        byte[] message = HelloBytes.Message(HelloBytes.ServerName(Good), HelloBytes.Extension(21, new byte[padding]));

        Assert.Equal("ClientHello too long", TlsClientHello.Read(HelloBytes.Records(message, 1000).AsSpan(0, 2000)).Problem);
    }

    [Fact]
    public void Small_records_do_not_get_round_the_limit()
    {
        byte[] message = HelloBytes.Message(HelloBytes.ServerName(Good), HelloBytes.Extension(21, new byte[8000]));

        Assert.Equal("ClientHello too long", TlsClientHello.Read(HelloBytes.Records(message, 1)).Problem);
    }

    [Fact]
    public void The_outer_name_counts_where_the_hello_is_encrypted()
    {
        byte[] grease = HelloBytes.Extension(0xfe0d, [0, 0, 1, 0, 1, 7, 0, 32, .. new byte[32], 0, 144, .. new byte[144]]);

        Assert.Equal((ClientHelloState.Complete, "cover.example"), Read(HelloBytes.Record(HelloBytes.Message(grease, HelloBytes.ServerName("cover.example")))));
    }

    [Theory]
    [InlineData("SSH-2.0-x\r\n")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("\u0016\u0001\u0001")]
    [InlineData("\0\0\0\u0008\u0004\u00d2\u0016/")]
    [InlineData("\u0080\u0001\u0002\u0003")]
    public void Other_protocols_are_not_taken_for_TLS(string start) => Assert.False(TlsClientHello.MayBe(System.Text.Encoding.Latin1.GetBytes(start)));

    private static (ClientHelloState State, string? Name) Read(byte[] bytes)
    {
        ClientHello hello = TlsClientHello.Read(bytes);
        return (hello.State, hello.ServerName?.ToString());
    }
}
