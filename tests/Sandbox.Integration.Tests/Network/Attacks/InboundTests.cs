using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sandbox.Integration.Tests;

/// <summary>NW-16: what listens inside is not there for anybody else.</summary>
public sealed class InboundTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_server_inside_on_every_address_is_reached_by_nobody_until_it_is_published(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using Workspace other = Workspace.Create(identity);
        int port = FreePort();
        string number = port.ToString(CultureInfo.InvariantCulture);
        string serve = $"echo INSIDE > index.html; /usr/bin/python3 -u -m http.server {number} --bind 0.0.0.0 2>&1 & sleep 0.1; while ! curl -s --noproxy '*' http://127.0.0.1:{number}/; do sleep 0.1; done; echo ready; sleep 600";
        string reach = $"for a in 127.0.0.1 10.0.2.15 {AttackerServer.Other}; do curl -s -m2 --noproxy '*' http://$a:{number}/; curl -s -m2 -o /dev/null -w 'proxy %{{http_code}}\\n' http://$a:{number}/; done; true";

        using (LiveProcess first = workspace.StartInside(serve))
        {
            Assert.False(Reaches(IPAddress.Loopback, port));
            Assert.False(Reaches(AttackerServer.Other, port));
            Assert.DoesNotContain("INSIDE", other.Inside(reach).OutputText, StringComparison.Ordinal);
            Assert.Contains("INSIDE", first.OutputSoFar, StringComparison.Ordinal);
        }

        // The first control: published, on the loopback address and no other, and said so.
        ProcessRequest request = workspace.Sandbox("exec", "--publish", number, workspace.Project, "--", "/bin/sh", "-c", serve);
        using (LiveProcess published = ProcessRun.Start(request))
        {
            published.WaitForOutput("ready");
            Assert.Contains($"published: 127.0.0.1:{number}", published.ErrorSoFar, StringComparison.Ordinal);
            Assert.True(Reaches(IPAddress.Loopback, port));
            Assert.False(Reaches(AttackerServer.Other, port));
            Assert.DoesNotContain("INSIDE", other.Inside(reach).OutputText, StringComparison.Ordinal);
        }

        // The second: on the host's network anybody reaches it.
        using LiveProcess shared = workspace.StartInside(serve, "--network", "host");
        Assert.True(Reaches(AttackerServer.Other, port));
    }

    private static bool Reaches(IPAddress address, int port)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
