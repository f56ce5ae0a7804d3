using System.Collections.Concurrent;
using System.Net;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Plans;

namespace Sandbox.Backends.Tests.Capture;

/// <summary>Where nf_tables cannot be used, listeners on the named ports stand in; where the plan forbids that, nothing starts.</summary>
public sealed class FallBackTests
{
    private static readonly CapturePlan Weaker = new() { NamedPorts = [4321, 443, 22, 443, 53, 3128, 3129], MayBeWeaker = true };

    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void Named_ports_of_fake_addresses_arrive_and_other_ports_are_refused(Identity identity)
    {
        int[] ports = [];
        string? reason = null;
        ConcurrentBag<string> dialled = [];
        CapturedRun run = CapturedRun.Of(
            identity,
            "tcp 198.18.0.7 4321 , tcp 198.18.0.7 443 , tcp 198.18.0.7 4322 , tcp 1.1.1.1 443 , tcp 127.0.0.1 3128 , tcp 10.0.2.3 53 , udp 10.0.2.3 53 x",
            s =>
            {
                (ports, reason) = ([.. s.NamedPorts.Select(p => ((IPEndPoint)p.LocalEndPoint!).Port)], s.WeakerReason);
                Assert.True(s.Weaker && s.Capture is null);
                dialled.Add(Peers.AnswerOne(s.NamedPorts[2]));
                dialled.Add(Peers.AnswerOne(s.NamedPorts[1]));
                dialled.Add(Peers.AnswerOne(s.Proxy));
                dialled.Add(Peers.AnswerOne(s.DnsTcp));
                _ = Peers.AnswerDatagram(s.DnsUdp, "x");
            },
            p => p with { Capture = Weaker },
            ExecutorCopy.WithoutNetfilter(identity)).ExpectSuccess();
        Assert.Equal([22, 443, 4321], ports);
        Assert.Equal("nf_tables: protocol not supported (EPROTONOSUPPORT)", reason);
        Assert.Equal(["10.0.2.3:53", "127.0.0.1:3128", "198.18.0.7:4321", "198.18.0.7:443"], dialled.Order(StringComparer.Ordinal));
        Assert.Equal("ok from 10.0.2.15 got 198.18.0.7:4321/hello", run.Answers["tcp 198.18.0.7 4321"]);
        Assert.Equal("ECONNREFUSED", run.Answers["tcp 198.18.0.7 4322"]);
        Assert.Equal("ENETUNREACH", run.Answers["tcp 1.1.1.1 443"]);
    }

    [FactWithin(30)]
    public void The_same_plan_captures_every_port_where_it_can()
    {
        bool weaker = true;
        int named = -1;
        CapturedRun run = CapturedRun.Of(
            Identity.User,
            "tcp 198.18.0.7 4322",
            s =>
            {
                (weaker, named) = (s.Weaker, s.NamedPorts.Count);
                _ = Peers.AnswerOne(s.Capture!);
            },
            p => p with { Capture = Weaker }).ExpectSuccess();
        Assert.Equal((false, 0), (weaker, named));
        Assert.Equal("ok from 10.0.2.15 got 198.18.0.7:4322/hello", run.Answers["tcp 198.18.0.7 4322"]);
    }

    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void A_plan_that_must_not_be_weaker_is_not_launched(Identity identity)
    {
        bool arrived = false;
        CapturedRun run = CapturedRun.Of(identity, "ping", _ => arrived = true, executor: ExecutorCopy.WithoutNetfilter(identity));
        Assert.Equal((125, ErrorCode.ExecutorStep, false), (run.Result.ExitCode, run.Result.Error!.Code, arrived));
        Assert.StartsWith("could not capture connections with nf_tables: protocol not supported (EPROTONOSUPPORT): ", run.Result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(run.Answers);
    }
}
