using System.Net;
using System.Net.Sockets;

namespace Sandbox.Integration.Tests.Network;

/// <summary>--publish: a port of the host that leads inside.</summary>
public sealed class PublishTests
{
    [TheoryWithin(60), MemberData(nameof(Places))]
    public void A_server_inside_is_reached_on_the_hosts_loopback(Identity identity, string address)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Write(Path.Combine(workspace.Project, "page"), "from inside");
        int port = FreePort.Find();
        using LiveProcess process = workspace.StartInside($"echo ready; exec python3 -m http.server 8000 --bind {address}", "--publish", $"{port}:8000");

        // Until it listens a connection is reset.
        string page = workspace.Outside($"for i in $(seq 200); do curl -sf http://127.0.0.1:{port}/page && exit; sleep 0.05; done; exit 1").ExpectExit().OutputText;

        Assert.Equal("from inside", page);
        Eventually.Holds(() => NetworkLogLine.Of(workspace).Any(l => l.Via == "publish" && l.Port == port && l.Reason == "published"), "the log has the connection", 5);
        process.Send(Signal.Term);
        _ = process.WaitForExit();
        Assert.False(FreePort.IsListening(port));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_port_in_use_is_one_line_and_nothing_runs(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        ProcessResult result = workspace.Inside("touch ran", "--publish", $"{port}:8000");

        Assert.Equal(125, result.ExitCode);
        Assert.Matches($"^claude-sandbox: [^\n]*cannot publish port 8000 on 127.0.0.1:{port}: another program listens there[^\n]*\n$", result.ErrorText);
        Assert.Contains("CS206", result.ErrorText, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(workspace.Project, "ran")));
    }

    public static TheoryData<Identity, string> Places()
    {
        TheoryData<Identity, string> places = [];
        foreach (Identity identity in Identity.Available)
        {
            places.Add(identity, "127.0.0.1");
            places.Add(identity, "0.0.0.0");
        }

        return places;
    }
}
