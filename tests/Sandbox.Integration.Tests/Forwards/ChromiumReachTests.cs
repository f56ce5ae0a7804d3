using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sandbox.Integration.Tests.Network;

namespace Sandbox.Integration.Tests;

/// <summary>DV-21: who reaches the real Chromium inside, and what of the host's browser it reaches.</summary>
public sealed class ChromiumReachTests
{
    [FactWithin(180)]
    public void The_debugging_port_of_the_browser_is_reached_inside_and_neither_from_the_host_nor_from_another_sandbox()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using Workspace other = Workspace.Create(Identity.User);
        int port = FreePort.Find();
        string number = port.ToString(CultureInfo.InvariantCulture);
        string ask = $"curl -s -m 2 --noproxy \"*\" http://127.0.0.1:{number}/json/version";
        string browse = $"chromium --headless --remote-debugging-port={number} --remote-debugging-address=0.0.0.0 --remote-allow-origins=* about:blank > log 2>&1 & until {ask}; do kill -0 $! || {{ cat log; exit 1; }}; sleep 0.1; done; echo ready; wait";
        using (LiveProcess sandbox = ProcessRun.Start(workspace.InsideRequest(browse) with { TimeLimit = TimeSpan.FromSeconds(150) }))
        {
            sandbox.WaitForOutput("ready");

            // The control: inside it answers.
            Assert.Contains("webSocketDebuggerUrl", sandbox.OutputSoFar, StringComparison.Ordinal);
            Assert.False(Answers(port));
            Assert.Empty(other.Inside(ask).OutputText);
        }

        // The other control: on the host's network it is everybody's.
        using LiveProcess shared = ProcessRun.Start(workspace.InsideRequest(browse, "--network", "host") with { TimeLimit = TimeSpan.FromSeconds(150) });
        shared.WaitForOutput("ready");
        Assert.True(Answers(port));
    }

    [FactWithin(90)]
    public void No_messaging_host_policy_or_extension_gets_into_the_browser_of_the_host_and_its_profile_is_not_inside()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using DesktopSession session = new DesktopSession(workspace).WithX11();
        string[] browsers = ["chromium", "google-chrome", "BraveSoftware/Brave-Browser"];
        foreach (string browser in browsers)
        {
            _ = workspace.Write(Path.Combine(workspace.Home, ".config", browser, "Default", "Cookies"), "canary");
        }

        // The control: outside the same script plants and finds all of it.
        const string Plant =
            """
            cat ~/.config/*/Default/Cookies ~/.config/*/*/Default/Cookies 2>/dev/null
            for d in ~/.config/chromium ~/.config/google-chrome ~/.mozilla; do mkdir -p $d/NativeMessagingHosts $d/native-messaging-hosts && echo '{}' > $d/NativeMessagingHosts/planted.json; done
            for d in /etc/chromium /etc/opt/chrome /usr/share/chromium; do mkdir -p $d/policies/managed 2>/dev/null && echo '{}' > $d/policies/managed/planted.json && echo planted at $d; done
            true
            """;
        ProcessResult inside = workspace.Inside(Plant, "--desktop").ExpectExit();
        Assert.DoesNotContain("canary", inside.OutputText, StringComparison.Ordinal);
        Assert.Empty(Planted(workspace));

        Assert.Equal("canarycanarycanary", workspace.Outside(Plant).OutputText);
        Assert.Equal(3, Planted(workspace).Length);
    }

    private static string[] Planted(Workspace workspace) => Directory.GetFiles(workspace.Home, "planted.json", SearchOption.AllDirectories);

    private static bool Answers(int port)
    {
        using TcpClient client = new();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
