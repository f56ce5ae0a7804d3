using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sandbox.Backends.Native;
using Sandbox.Core.Plans;

namespace Sandbox.Backends.Tests.Capture;

/// <summary>A real sandbox with a captured network: what programs inside do arrives at the launcher's sockets, or nowhere.</summary>
public sealed class CaptureTests
{
    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void A_connection_to_any_port_of_a_fake_address_arrives_with_that_address(Identity identity)
    {
        ConcurrentBag<string> dialled = [];
        CapturedRun run = CapturedRun.Of(identity, "tcp 198.18.0.7 4321 , tcp 198.19.255.254 22 , tcp 198.18.1.1 65535 , tcp6 ::ffff:198.18.0.8 53", s =>
        {
            for (int i = 0; i < 4; i++)
            {
                dialled.Add(Peers.AnswerOne(s.Capture!));
            }
        }).ExpectSuccess();
        Assert.Equal("ok from 10.0.2.15 got 198.18.0.7:4321/hello", run.Answers["tcp 198.18.0.7 4321"]);
        Assert.Equal(["198.18.0.7:4321", "198.18.0.8:53", "198.18.1.1:65535", "198.19.255.254:22"], dialled.Order(StringComparer.Ordinal));
    }

    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void Questions_to_the_name_server_arrive_by_datagram_and_by_connection(Identity identity)
    {
        (string Text, IPAddress Asked) datagram = default;
        string? connection = null;
        CapturedRun run = CapturedRun.Of(identity, $"udp {CapturePlan.NameServer} 53 who , tcp {CapturePlan.NameServer} 53", s =>
        {
            datagram = Peers.AnswerDatagram(s.DnsUdp, "me");
            connection = Peers.AnswerOne(s.DnsTcp);
        }).ExpectSuccess();
        Assert.Equal(("who", IPAddress.Parse(CapturePlan.NameServer)), datagram);
        Assert.Equal("10.0.2.3:53", connection);
        Assert.StartsWith("me from ", run.Answers["udp 10.0.2.3 53 who"], StringComparison.Ordinal);
        Assert.Equal("ok from 10.0.2.15 got 10.0.2.3:53/hello", run.Answers["tcp 10.0.2.3 53"]);
    }

    [FactWithin(30)]
    public void The_datagram_socket_tells_which_address_was_asked_from_the_first_datagram_on()
    {
        bool tells = false;
        CapturedRun.Of(Identity.User, "udp 10.0.2.3 53 x", s =>
        {
            tells = (int)s.DnsUdp.GetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation)! != 0;
            _ = Peers.AnswerDatagram(s.DnsUdp, "x");
        }).ExpectSuccess();
        Assert.True(tells);
    }

    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void The_explicit_proxy_and_the_broker_have_listeners_of_their_own_on_loopback(Identity identity)
    {
        string[] dialled = [];
        CapturedRun.Of(identity, "tcp 127.0.0.1 3128 , tcp 127.0.0.1 3129", s => dialled = [Peers.AnswerOne(s.Proxy), Peers.AnswerOne(s.Broker)]).ExpectSuccess();
        Assert.Equal(["127.0.0.1:3128", "127.0.0.1:3129"], dialled);
    }

    [FactWithin(30)]
    public void Whoever_dials_the_capturing_socket_itself_is_recognised_by_the_loopback_address()
    {
        string? dialled = null;
        CapturedRun.Of(Identity.User, "tcp 127.0.0.1 1", s => dialled = Peers.AnswerOne(s.Capture!)).ExpectSuccess();
        Assert.Equal("127.0.0.1:1", dialled);
    }

    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void Everything_else_is_unreachable_at_once(Identity identity)
    {
        (string Probe, string Answer)[] table =
        [
            ("tcp 1.1.1.1 443", "ENETUNREACH"), ("tcp 169.254.169.254 80", "ENETUNREACH"), ("tcp 10.0.2.2 80", "ENETUNREACH"), ("tcp 192.168.1.1 80", "ENETUNREACH"),
            ("tcp 198.20.0.1 443", "ENETUNREACH"), ("tcp 198.17.255.255 443", "ENETUNREACH"), ("udp 8.8.8.8 53 x", "ENETUNREACH"), ("udp 1.1.1.1 443 x", "ENETUNREACH"),
            ("udp 224.0.0.251 5353 x", "ENETUNREACH"), ("tcp6 2606:4700:4700::1111 443", "ENETUNREACH"), ("udp6 2606:4700:4700::1111 53 x", "ENETUNREACH"),
            ("tcp6 fd00:ec2::254 80", "ENETUNREACH"), ("tcp6 ::ffff:1.1.1.1 443", "ENETUNREACH"),

            // QUIC: browsers and curl then use TCP.
            ("quic 198.18.0.7 443", "ECONNREFUSED"), ("quic 1.1.1.1 443", "ENETUNREACH"), ("tcp 10.0.2.15 80", "ECONNREFUSED"), ("tcp 127.0.0.1 80", "ECONNREFUSED"), ("ping", "EACCES"), ("raw", "EPERM"),
        ];
        bool anything = false;
        CapturedRun run = CapturedRun.Of(identity, string.Join(" , ", table.Select(t => t.Probe)), s =>
        {
            _ = s.Capture!.Accept();
            anything = true;
        }).ExpectSuccess();
        Assert.Equal(table.Select(t => $"{t.Probe} = {t.Answer}"), run.Answers.Select(a => $"{a.Key} = {a.Value}"));
        Assert.False(anything);
    }

    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void The_launcher_reaches_a_server_inside_that_listens_on_loopback_only(Identity identity)
    {
        string? answer = null;
        bool refused = false;
        CapturedRun run = CapturedRun.Of(identity, "serve 127.0.0.1 8080", s =>
        {
            using Socket listening = s.Capture!.Accept();
            refused = s.Connect(8081) is null;
            using Socket inside = s.Connect(8080)!;
            _ = inside.Send("hello"u8);
            answer = Peers.Read(inside);
        }).ExpectSuccess();
        Assert.Equal("HELLO", answer);
        Assert.True(refused);
        Assert.Equal("served HELLO", run.Answers["serve 127.0.0.1 8080"]);
    }

    [FactWithin(60)]
    public void Many_threads_may_ask_for_connections_at_the_same_time()
    {
        int reached = 0;
        CapturedRun.Of(Identity.User, "tcp 198.18.0.1 1", s =>
        {
            using Socket waiting = s.Capture!.Accept();
            _ = Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            {
                // Even ports of ours accept by themselves, nobody listens on odd ones.
                using Socket? inside = s.Connect(i % 2 == 0 ? CapturePlan.ProxyPort : 9);
                Interlocked.Add(ref reached, inside is null ? 0 : 1);
            });
        }).ExpectSuccess();
        Assert.Equal(100, reached);
    }

    [FactWithin(30)]
    public void A_port_that_is_none_is_not_asked_for()
    {
        List<Exception> thrown = [];
        CapturedRun.Of(Identity.User, "tcp 198.18.0.1 1", s =>
        {
            foreach (int port in (int[])[0, -1, 65536])
            {
                thrown.Add(Assert.ThrowsAny<ArgumentException>(() => s.Connect(port)));
            }

            _ = Peers.AnswerOne(s.Capture!);
        }).ExpectSuccess();
        Assert.Equal(3, thrown.Count);
    }

    [FactWithin(30)]
    public void A_plan_that_captures_is_not_launched_without_somebody_to_serve_it()
    {
        using SignalForwarding signals = new();
        Assert.Throws<ArgumentException>(() => new NativeLauncher(ExecutorCommand.Native(ExecutorCopy.For(Identity.User)), new Native.FakeHostFiles())
            .Run(CapturedRun.Plan(Identity.User, "/tmp", "ping"), signals));
    }
}
