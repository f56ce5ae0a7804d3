using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Egress.Socks;
using Sandbox.Egress.Tests.Connections;
using Sandbox.Egress.Tests.Fuzzing;

namespace Sandbox.Egress.Tests.Socks;

/// <summary>No bytes make the SOCKS parser read beyond them, or dial what was not allowed (NW-09, NW-19). <c>Corpus/socks</c> holds sessions.</summary>
public sealed class SocksFuzzTests
{
    private const string Name = "api.example.com";
    private const string Token = "0123456789abcdef";

    private static readonly CorpusFiles Corpus = new("socks");

    public static TheoryData<string> Files => [.. Corpus.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_message_in_the_corpus_is_read_within_its_bytes(string file)
    {
        for (int at = 0; at < Corpus[file].Length; at++)
        {
            Check(file, Corpus[file].AsSpan(at));
        }
    }

    [Fact]
    public void Damaged_messages_of_a_known_seed_are_read_within_their_bytes()
    {
        foreach ((string what, byte[] bytes) in Corpus.Known(50_000))
        {
            Check(what, bytes);
            Check(what, bytes.AsSpan(Math.Min(bytes.Length, 25)));
        }
    }

    [FactWithin(3600)]
    public void Damaged_messages_of_a_new_seed_are_read_within_their_bytes()
    {
        foreach ((string what, byte[] bytes) in Corpus.New())
        {
            Check(what, bytes);
            Check(what, bytes.AsSpan(Math.Min(bytes.Length, 25)));
        }
    }

    [Fact]
    public async Task Damaged_sessions_reach_only_what_is_allowed_and_the_next_one_is_served()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([Name], Token).Serve(443, server);
        foreach ((_, byte[] bytes) in Corpus.Known(400))
        {
            await SessionAsync(egress, bytes);
        }

        Assert.All(egress.Dialer.Dialled, d => Assert.Equal((MapResolver.Public, 443), d));
        Assert.All(egress.Log.All, r => Assert.DoesNotContain("internal error", r.Reason, StringComparison.Ordinal));
        int before = egress.Dialer.Dialled.Length;
        Assert.StartsWith("05020100050000", Convert.ToHexString(await SessionAsync(egress, Corpus["connect-name.bin"])), StringComparison.Ordinal);
        Assert.Equal(before + 1, egress.Dialer.Dialled.Length);
        await Poll.UntilAsync(() => egress.Slots.Connections == 0);
    }

    private static async Task<byte[]> SessionAsync(TestEgress egress, byte[] bytes)
    {
        using Socket client = await egress.ProxyAsync();
        try
        {
            await client.WriteAsync(bytes);
            client.Shutdown(SocketShutdown.Send);
            return await client.ReadToEndAsync();
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private static void Check(string what, ReadOnlySpan<byte> input)
    {
        int greeting = SocksParser.Greeting(input, out ReadOnlySpan<byte> methods);
        int credentials = SocksParser.Credentials(input, out ReadOnlySpan<byte> password);
        int request = SocksParser.Request(input, out SocksRequest? asked);

        Assert.All([greeting, credentials, request], n => Assert.InRange(n, -1, SocksParser.LongestMessage));
        Assert.True(greeting <= input.Length && credentials <= input.Length && request <= input.Length, what);
        Assert.True((greeting > 0) == (methods.Length > 0) && (credentials > 0 || password.Length == 0) && (request > 0) == asked is not null, what);
        Assert.True(input.Length < SocksParser.LongestMessage || (greeting != 0 && credentials != 0 && request != 0), what);
        Assert.True(request <= 0 || SocksParser.Request(input[..(request - 1)], out _) is 0 or -1, what);
        if (asked?.Host is { } host)
        {
            Assert.True(HostName.TryParse(host.ToString(), out HostName? again, out _) && host.Equals(again), what);
        }

        Assert.All(asked?.Asked ?? string.Empty, c => Assert.InRange(c, '!', '~'));
    }
}
