using System.Net;
using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Tests.Connections;

namespace Sandbox.Egress.Tests.Gates;

/// <summary>Names are decided on, looked up once, and only checked addresses are dialled (NW-01, NW-04, NW-09, NW-13).</summary>
public sealed class GateTests : IDisposable
{
    private const string Name = "api.example.com";

    private readonly ListLog _log = new();
    private readonly MapResolver _resolver = new();
    private readonly LoopbackDialer _dialer = new();
    private readonly TestServer _server = TestServer.Echo();

    public static TheoryData<string> Reserved =>
    [
        "127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "100.100.100.200",
        "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fe80::1", "fc00::1", "fdaa::3", "224.0.0.1", "255.255.255.255", "198.18.0.7", "64:ff9b::a9fe:a9fe",
    ];

    public GateTests()
    {
        _dialer.Ports[443] = _server.Port;
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task An_allowed_name_is_reached_at_its_address()
    {
        using Opened opened = await OpenAsync(Name);

        Assert.NotNull(opened.Socket);
        Assert.Equal([(MapResolver.Public, 443)], _dialer.Dialled);
        await opened.Socket.SayAsync("hello");
        Assert.Equal("hello", await opened.Socket.ReadTextAsync(5));
        Assert.Empty(_log.All);
    }

    [Theory]
    [InlineData("evil.com", 443)]
    [InlineData("api.example.com.evil.com", 443)]
    [InlineData("evilapi.example.com", 443)]
    [InlineData("example.com", 443)]
    [InlineData(Name, 25)]
    [InlineData(Name, 0)]
    [InlineData(Name, 65536)]
    [InlineData(Name, -1)]
    public async Task What_no_rule_allows_is_not_even_looked_up(string name, int port)
    {
        using Opened opened = await Gate(Name).OpenAsync(TestEgress.Host(name), port, "socks", CancellationToken.None);

        Assert.Null(opened.Socket);
        Assert.False(opened.Verdict.Allowed);
        Assert.Equal(0, _resolver.Asked);
        Assert.Empty(_dialer.Dialled);
        Assert.Equal((name, port, "socks", false), Assert.Single(_log.All) is var r ? (r.Host, r.Port, r.Via, r.Allowed) : default);
        Assert.Equal(port is > 0 and < 65536 ? $"--allow {name}:{port}" : null, r.Remedy);
    }

    [Theory]
    [MemberData(nameof(Reserved))]
    public async Task An_allowed_name_does_not_lead_to_a_reserved_address(string address)
    {
        _resolver.With(Name, address);
        using Opened opened = await OpenAsync(Name);

        Assert.Null(opened.Socket);
        Assert.False(opened.Verdict.Allowed);
        Assert.Empty(_dialer.Dialled);
        Assert.Single(_log.All);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("::1")]
    public async Task Unless_a_rule_names_the_address_too(string address)
    {
        _resolver.With(Name, address);
        using Opened opened = await Gate(Name, address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address).OpenAsync(TestEgress.Host(Name), 443, "capture", CancellationToken.None);

        Assert.NotNull(opened.Socket);
        Assert.Equal([(IPAddress.Parse(address), 443)], _dialer.Dialled);
    }

    [Theory]
    [InlineData("93.184.215.14", "10.0.0.1")]
    [InlineData("10.0.0.1", "93.184.215.14")]
    [InlineData("93.184.215.14", "::ffff:10.0.0.1")]
    public async Task One_reserved_address_among_public_ones_refuses_the_name(params string[] addresses)
    {
        _resolver.With(Name, addresses);
        using Opened opened = await OpenAsync(Name);

        Assert.False(opened.Verdict.Allowed);
        Assert.Empty(_dialer.Dialled);
    }

    [Fact]
    public async Task A_mapped_address_is_checked_and_dialled_as_what_it_is()
    {
        _resolver.With(Name, "::ffff:93.184.215.14");
        using Opened opened = await OpenAsync(Name);

        Assert.Equal([(MapResolver.Public, 443)], _dialer.Dialled);
    }

    [Fact]
    public async Task The_name_is_looked_up_once_for_a_connection()
    {
        using Opened opened = await OpenAsync(Name);

        Assert.Equal(1, _resolver.Asked);
    }

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("127.0.0.1")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    public async Task An_address_needs_a_rule_of_its_own(string address)
    {
        using Opened refused = await OpenAsync(address);
        using Opened allowed = await Gate(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address).OpenAsync(TestEgress.Host(address), 443, "connect", CancellationToken.None);

        Assert.False(refused.Verdict.Allowed);
        Assert.NotNull(allowed.Socket);
        Assert.Equal(0, _resolver.Asked);
    }

    [Fact]
    public async Task New_rules_count_for_new_connections_only()
    {
        Gate gate = Gate(Name);
        using Opened before = await gate.OpenAsync(TestEgress.Host(Name), 443, "capture", CancellationToken.None);
        gate.Replace(NetworkRules.Nothing);
        using Opened after = await gate.OpenAsync(TestEgress.Host(Name), 443, "capture", CancellationToken.None);

        Assert.Null(after.Socket);
        await before.Socket!.SayAsync("still here");
        Assert.Equal("still here", await before.Socket!.ReadTextAsync(10));
    }

    [Fact]
    public async Task A_server_that_refuses_is_one_line()
    {
        _dialer.Ports[443] = Loopback.ClosedPort();
        using Opened opened = await OpenAsync(Name);

        Assert.Equal((null, SocketError.ConnectionRefused), (opened.Socket, opened.Error));
        Assert.Equal("cannot connect to api.example.com:443: connection refused", opened.Failure);
        Assert.Equal((true, opened.Failure), Assert.Single(_log.All) is var r ? (r.Allowed, r.Reason) : default);
    }

    [Fact]
    public async Task A_name_without_an_address_is_one_line()
    {
        _resolver.With(Name);
        using Opened opened = await OpenAsync(Name);

        Assert.Equal("cannot look up api.example.com: it has no address", opened.Failure);
        Assert.Single(_log.All);
    }

    [Fact]
    public async Task The_end_is_logged_with_its_bytes()
    {
        Gate gate = Gate(Name);
        using Opened opened = await gate.OpenAsync(TestEgress.Host(Name), 443, "capture", CancellationToken.None);
        gate.Finish(opened, 10, 20);

        Assert.Equal((Name, 443, "capture", true, 10, 20), Assert.Single(_log.All) is var r ? (r.Host, r.Port, r.Via, r.Allowed, r.Sent, r.Received) : default);
    }

    private Gate Gate(params string[] allow) => new(TestEgress.Rules(allow), _log, _resolver, _dialer);

    private Task<Opened> OpenAsync(string name) => Gate(Name).OpenAsync(TestEgress.Host(name), 443, "capture", CancellationToken.None);
}
