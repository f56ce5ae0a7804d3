using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Tests.Connections;

/// <summary>Without descriptors nothing gets out, nothing falls over, and it goes on when there are some again (NW-13).</summary>
[Collection(DescriptorCollection.Name)]
public sealed class DescriptorTests
{
    private const string Name = "api.example.com";

    // Another process does it: this one cannot start programs while it has no descriptors. The limit is on numbers, so it is set to the lowest free one.
    private const string Script = """
        hard=$(prlimit --pid "$1" --nofile --noheadings --output HARD | tr -d ' ')
        trap 'i=0; while [ -e "/proc/$1/fd/$i" ]; do i=$((i + 1)); done; prlimit --pid "$1" --nofile="$i:$hard" && echo low' USR1
        trap 'prlimit --pid "$1" --nofile="$hard:$hard" && echo high' USR2
        echo ready
        while :; do sleep 60 & wait $!; done
        """;

    [Fact]
    public async Task A_host_out_of_descriptors_keeps_connections_waiting_and_serves_them_afterwards()
    {
        using TestServer server = TestServer.Echo();
        await using TestEgress egress = new TestEgress([$"{Name}:7"]).Serve(7, server);
        using Socket standing = await egress.CaptureAsync(Name, 7);
        await standing.SayAsync("\0");
        await standing.ReadAsync(1);
        using Socket waiting = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using LiveProcess limiter = ProcessRun.Start(new("/bin/sh", "-c", Script, "sh", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        limiter.WaitForOutput("ready");
        try
        {
            limiter.Send(Signal.Usr1);
            limiter.WaitForOutput("low");
            Assert.True(egress.Names.TryGetAddress(TestEgress.Host(Name), out IPAddress? address));
            await egress.ConnectAsync(waiting, new IPEndPoint(address, 7));
            await waiting.SayAsync("\0late");
            EgressRecord note = await egress.Log.RefusalAsync();

            Assert.Equal("cannot accept connections: too many open files", note.Reason);
            Assert.Equal(0, waiting.Available);
            await standing.SayAsync("on");
            Assert.Equal("on", await standing.ReadTextAsync(2));
        }
        finally
        {
            limiter.Send(Signal.Usr2);
            limiter.WaitForOutput("high");
        }

        Assert.Equal("\0late", await waiting.ReadTextAsync(5));
    }
}
