using System.Net.Sockets;
using System.Security.Cryptography;
using Sandbox.Egress.Connections;
using Sandbox.Egress.Relays;
using Sandbox.Egress.Tests.Connections;

namespace Sandbox.Egress.Tests.Relays;

/// <summary>Bytes pass both ways unchanged; an end is an end, and a break is never taken for one.</summary>
public sealed class RelayTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _end = new();
    private Socket _client = null!;
    private Socket _inside = null!;
    private Socket _outside = null!;
    private Socket _server = null!;

    public async Task InitializeAsync()
    {
        (_client, _inside) = await Loopback.PairAsync();
        (_outside, _server) = await Loopback.PairAsync();
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        _inside.Dispose();
        _outside.Dispose();
        _server.Dispose();
        _end.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_was_read_before_goes_first()
    {
        Task<RelayResult> relay = Run("first "u8.ToArray());
        await _client.SayAsync("second");
        _client.Shutdown(SocketShutdown.Send);
        string seen = await _server.ReadTextToEndAsync();
        _server.Shutdown(SocketShutdown.Send);

        Assert.Equal("first second", seen);
        Assert.Equal(new RelayResult(12, 0, null), await relay);
    }

    [Fact]
    public async Task Each_direction_ends_by_itself()
    {
        Task<RelayResult> relay = Run();
        _server.Shutdown(SocketShutdown.Send);
        Assert.Empty(await _client.ReadToEndAsync());
        await _client.SayAsync("still sending");
        Assert.Equal("still sending", await _server.ReadTextAsync(13));
        _client.Shutdown(SocketShutdown.Send);

        Assert.Equal(new RelayResult(13, 0, null), await relay);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(32_000_000)]
    public async Task Much_passes_both_ways_at_once_unchanged(int size)
    {
        byte[] up = RandomNumberGenerator.GetBytes(size);
        byte[] down = RandomNumberGenerator.GetBytes(size);
        Task<RelayResult> relay = Run();
        Task<byte[]>[] reading = [_server.ReadToEndAsync(), _client.ReadToEndAsync()];
        await Task.WhenAll(SendAsync(_client, up), SendAsync(_server, down));
        byte[][] got = await Task.WhenAll(reading);

        Assert.True(got[0].AsSpan().SequenceEqual(up));
        Assert.True(got[1].AsSpan().SequenceEqual(down));
        Assert.Equal(new RelayResult(size, size, null), await relay);
    }

    [Fact]
    public async Task A_reader_that_waits_holds_the_writer_up_and_loses_nothing()
    {
        byte[] data = RandomNumberGenerator.GetBytes(16_000_000);
        Task<RelayResult> relay = Run();
        Task sending = SendAsync(_server, data);
        await _client.SayAsync("x");
        Assert.Equal("x", await _server.ReadTextAsync(1));
        Assert.False(sending.IsCompleted);
        byte[] got = await _client.ReadToEndAsync();
        _client.Shutdown(SocketShutdown.Send);

        Assert.True(got.AsSpan().SequenceEqual(data));
        Assert.Null((await relay).Problem);
    }

    [Theory]
    [InlineData(true, "client: connection reset")]
    [InlineData(false, "upstream: connection reset")]
    public async Task A_reset_on_one_side_is_a_reset_on_the_other(bool client, string problem)
    {
        Task<RelayResult> relay = Run();
        await _client.SayAsync("hello");
        await _server.ReadAsync(5);
        (client ? _client : _server).Reset();

        await (client ? _server : _client).AssertResetAsync();
        Assert.Equal((5, problem), await relay is var r ? (r.Sent, r.Problem) : default);
    }

    [Fact]
    public async Task The_end_of_the_sandbox_resets_both_sides()
    {
        Task<RelayResult> relay = Run();
        await _end.CancelAsync();

        Assert.Equal("the sandbox ended", (await relay).Problem);
        await _client.AssertResetAsync();
        await _server.AssertResetAsync();
    }

    private static async Task SendAsync(Socket socket, byte[] data)
    {
        await socket.WriteAsync(data);
        socket.Shutdown(SocketShutdown.Send);
    }

    private Task<RelayResult> Run(byte[]? already = null) => Relay.RunAsync(_inside, _outside, already, _end.Token);
}
