using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>NW-08, NW-12: ways around the rules by way of the proxy, of a relay and of another network namespace.</summary>
public sealed class ProxyAttackTests
{
    private const string Relay =
        """
        import socket, threading
        listener = socket.create_server(('127.0.0.1', 1080))
        def pump(a, b):
            try:
                while data := a.recv(65536):
                    b.sendall(data)
            except OSError:
                pass
            for s in (a, b):
                try:
                    s.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        print('listening', flush=True)
        while True:
            client = listener.accept()[0]
            proxy = socket.create_connection(('127.0.0.1', 3128))
            threading.Thread(target=pump, args=(client, proxy), daemon=True).start()
            threading.Thread(target=pump, args=(proxy, client), daemon=True).start()
        """;

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_proxy_lets_every_method_through_to_what_is_allowed_and_none_to_anything_else(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using AttackerServer allowed = AttackerServer.Everywhere(knownPorts: false);
        using AttackerServer server = AttackerServer.Everywhere(knownPorts: false);
        string good = allowed.Authority;
        string bad = server.Authority;
        string[] attempts =
        [
            $"curl -s -m5 -w ' %{{http_code}}\\n' -o /dev/null http://{bad}/",
            $"curl -s -m5 -p -w ' %{{http_connect}}\\n' -o /dev/null http://{bad}/",
            $"curl -s -m5 -w ' %{{http_code}}\\n' -o /dev/null -H 'Host: {good}' http://{bad}/",
            $"curl -s -m5 -w ' %{{http_code}}\\n' -o /dev/null -H 'Host: {bad}' http://{good}/",
            $"curl -s -m5 -w ' %{{http_code}}\\n' -o /dev/null http://{good}/ -: -s -m5 -w ' %{{http_code}}\\n' -o /dev/null http://{bad}/",
            $"curl -s -m5 -p -w ' %{{http_connect}}\\n' -o /dev/null http://{AttackerServer.Other}:25/",
            $"curl -s -m5 -x socks5h://${{HTTP_PROXY#http://}} -w ' %{{http_code}}\\n' -o /dev/null http://{bad}/",
            $"curl -s -m5 -x http://127.0.0.1:3128 -w ' %{{http_code}}\\n' -o /dev/null http://{good}/",
            $"curl -s -m5 -x http://sandbox:guess@127.0.0.1:3128 -w ' %{{http_code}}\\n' -o /dev/null http://{good}/",
            $"curl -s -m5 -w ' %{{http_code}}\\n' -o /dev/null -H 'Connection: Upgrade' -H 'Upgrade: websocket' http://{bad}/",
        ];

        string inside = workspace.Inside(string.Join('\n', attempts) + $"\ncurl -s -m5 http://{bad}/ | grep -- --allow", "--allow", good).ExpectExit().OutputText;

        Assert.Equal([], server.Contacts);
        Assert.Equal(
            ["403", "403", "400", "400", "200", "403", "403", "000", "407", "407", "403"],
            inside.Split('\n').Where(static l => l.StartsWith(' ')).Select(static l => l.Trim()));
        Assert.Contains($"--allow {bad}", inside, StringComparison.Ordinal);
        Assert.Single(allowed.Contacts);

        // The control: with the rule that the answer names.
        Assert.Equal("C2\n", workspace.Inside($"curl -s -m5 http://{bad}/", "--allow", bad).OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_relay_inside_and_an_orphan_have_the_same_rules(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using AttackerServer allowed = AttackerServer.Everywhere(knownPorts: false);
        using AttackerServer server = AttackerServer.Everywhere(knownPorts: false);
        string relay = workspace.Write(workspace.At("project", "relay.py"), Relay);
        string script =
            $"""
            (/usr/bin/python3 {relay} > listening 2>&1 &)
            while ! grep -q listening listening; do sleep 0.05; done
            export http_proxy=$(echo $http_proxy | sed s/3128/1080/)
            curl -s -m5 -o /dev/null -w '%{"{http_code}"} ' http://{server.Authority}/
            curl -s -m5 -p -o /dev/null -w '%{"{http_connect}"} ' http://{server.Authority}/
            curl -s -m5 http://{allowed.Authority}/
            (setsid sh -c 'sleep 0.2; curl -s -m5 -o /dev/null -w "%{"{http_code}"} " http://{server.Authority}/ > orphan; echo >> orphan' &)
            while [ "$(cat orphan 2>/dev/null | wc -l)" != 1 ]; do sleep 0.05; done
            cat orphan
            """;

        Assert.Equal("403 403 C2\n403 \n", workspace.Inside(script, "--allow", allowed.Authority).ExpectExit().OutputText);
        Assert.Equal([], server.Contacts);
        Assert.Single(allowed.Contacts);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Another_network_namespace_inside_leads_nowhere(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using AttackerServer server = AttackerServer.Everywhere(knownPorts: false);
        string dial = string.Create(CultureInfo.InvariantCulture, $"exec 3<>/dev/tcp/{AttackerServer.Other}/{server.Port}");
        string script =
            $"""
            unshare -n true && echo NEW
            unshare -Urn true && echo NEW
            for n in /proc/[0-9]*/ns/net /proc/self/ns/net; do nsenter --net=$n bash -c '{dial}' && echo OUT; done
            true
            """;

        Assert.Empty(workspace.Inside(script).ExpectExit().OutputText);
        string nested = workspace.Inside($"unshare -Un bash -c 'ip link set lo up; {dial}; curl -s -m2 http://{server.Authority}/'; echo tried", "--allow-nested-userns", "--allow", server.Authority).OutputText;
        Assert.Equal("tried\n", nested);
        Assert.Equal([], server.Contacts);

        // The controls: the namespace is made when it may be, and outside the address answers.
        Assert.Equal("NEW\n", workspace.Inside("unshare -Un true && echo NEW", "--allow-nested-userns").OutputText);
        _ = workspace.Outside($"bash -c '{dial}'").ExpectExit();
        Eventually.Holds(() => server.Contacts.Count == 1, "the control has arrived");
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Interfaces_routes_and_filters_inside_cannot_be_changed(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Script =
            """
            ip link add name d0 type veth && echo CHANGED
            ip route add default dev lo && echo CHANGED
            ip address add 192.0.2.77/32 dev lo && echo CHANGED
            ip link set lo mtu 1400 && echo CHANGED
            ip rule del pref 32766 && echo CHANGED
            /usr/bin/python3 -c "import socket; socket.socket().setsockopt(socket.SOL_SOCKET, 36, 7)" && echo MARKED
            /usr/bin/python3 -c "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3)" && echo SNIFFED
            true
            """;

        ProcessResult inside = workspace.Inside(Script).ExpectExit();
        Assert.Empty(inside.OutputText);
        Assert.Contains("not permitted", inside.ErrorText, StringComparison.Ordinal);

        // The control: in a network of one's own.
        Assert.Equal(7, workspace.Outside($"unshare -Urn sh -c 'ip link set lo up; {Script}'").OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
