namespace Sandbox.Integration.Tests.Network;

/// <summary>--network none and host: nothing, and everything.</summary>
public sealed class OtherModesTests(WebServer server) : IClassFixture<WebServer>
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void With_none_there_is_no_way_out_and_with_host_there_is_no_wall(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string client = SocketClient.In(workspace);
        string[] commands =
        [
            $"curl -sS --noproxy '*' http://127.0.0.1:{server.Plain}/hello", $"curl -sS {server.Url}/hello", $"{client} tcp 1.1.1.1 443", $"{client} udp 1.1.1.1 53", "env | grep -i proxy",
        ];

        IReadOnlyList<Attempt> none = new ToolRun(workspace, ["--network", "none"]).Run(commands);
        IReadOnlyList<Attempt> host = new ToolRun(workspace, ["--network", "host"]).Run(commands[..2]);

        Assert.All(none, static a => Assert.NotEqual(0, a.ExitCode));
        Assert.All(none, static a => Assert.True(a.Time < TimeSpan.FromSeconds(3), $"{a}"));
        Assert.Equal("ENETUNREACH\n", none[2].Output);
        Assert.Equal("ENETUNREACH\n", none[3].Output);
        Assert.Equal(WebServer.Greeting, host[0].Output);
        Assert.Equal(WebServer.Greeting, host[1].Output);
    }
}
