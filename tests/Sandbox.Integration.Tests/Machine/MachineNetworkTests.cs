using Sandbox.Integration.Tests.Network;

namespace Sandbox.Integration.Tests.Machine;

/// <summary>A machine's network is the launcher's, or none.</summary>
public sealed class MachineNetworkTests(WebServer server) : IClassFixture<WebServer>
{
    [FactWithin(240)]
    public void With_none_there_is_no_interface_and_no_way_out()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();

        ProcessResult result = workspace.Inside(
            $"tail -n +3 /proc/net/dev | cut -d: -f1; curl -sS -m 5 --noproxy '*' http://127.0.0.1:{server.Plain}/hello; curl -sS -m 5 http://10.0.2.2:{server.Plain}/hello; echo over",
            "--network", "none").ExpectExit();

        Assert.Equal("    lo\nover\n", result.OutputText);
    }

    [FactWithin(240)]
    public void The_allow_list_holds_for_programs_that_ask_the_proxy_and_for_those_that_do_not()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        string forbidden = $"http://{NamedHosts.Forbidden}:{server.Plain}/hello";
        string script = $"""
            curl -sS -m 20 {server.Url}/hello; echo
            curl -sS -m 20 --noproxy '*' {server.Url}/hello; echo
            curl -s -o /dev/null -w '%{"{"}http_code{"}"}' -m 20 {forbidden}; echo " proxy $?"
            curl -sS -o /dev/null -m 20 --noproxy '*' {forbidden} 2>/dev/null || echo refused
            curl -sS -o /dev/null -m 5 --noproxy '*' http://10.0.2.2:{server.Plain}/hello 2>/dev/null || echo "no host"
            curl -sS -o /dev/null -m 5 --noproxy '*' http://1.1.1.1/ 2>/dev/null || echo "no route"
            """;

        ProcessResult result = ProcessRun.Run(workspace.WithNames(workspace.InsideRequest(script, [.. server.Rules]))).ExpectExit();

        string[] lines = result.OutputText.TrimEnd('\n').Split('\n');
        Assert.True(lines is [WebServer.Greeting, WebServer.Greeting, "403 proxy 0", "refused", "no host", "no route"], result.ToString());
    }
}
