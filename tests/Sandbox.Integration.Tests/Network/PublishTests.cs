using System.Net;
using System.Net.Sockets;

namespace Sandbox.Integration.Tests;

/// <summary>--publish: a port of the host that leads inside.</summary>
public sealed class PublishTests
{
    [TheoryWithin(60), MemberData(nameof(Places))]
    public async Task A_server_inside_is_reached_on_the_hosts_loopback(Identity identity, string address)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Write(Path.Combine(workspace.Project, "page"), "from inside");
        int port = FreePort.Find();
        using LiveProcess process = workspace.StartInside($"echo ready; exec python3 -m http.server 8000 --bind {address}", "--publish", $"{port}:8000");
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
        string page = string.Empty;

        // Until it listens a connection is reset.
        for (int i = 0; i < 200 && page.Length == 0; i++)
        {
            try
            {
                page = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/page"));
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Equal("from inside", page);
        process.Send(Signal.Term);
        _ = process.WaitForExit();
        Assert.False(FreePort.IsListening(port));
        Assert.Contains(NetworkLogLine.Of(workspace), l => l.Via == "publish" && l.Port == port && l.Reason == "published");
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
