namespace Sandbox.Integration.Tests.Network;

/// <summary>What no rule could name has no way out, and says so without delay.</summary>
public sealed class UnroutedTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(3);

    private static readonly string[] Foreign = ["1.1.1.1", "169.254.169.254", "192.168.1.1", "::ffff:1.1.1.1", "2606:4700:4700::1111"];

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Foreign_addresses_are_unreachable_by_tcp_and_by_udp_and_raw_sockets_are_not_made(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string client = SocketClient.In(workspace);
        string[] commands = [.. new[] { "tcp", "udp" }.SelectMany(kind => Foreign.Select(address => $"{client} {kind} {address} 443"))];

        // A rule for an address opens it to the proxy, which can be asked for it; nothing else leads there.
        IReadOnlyList<Attempt> attempts = new ToolRun(workspace, ["--allow", "1.1.1.1:443"]).Run([.. commands, $"{client} sockets", "ping -c 1 -W 1 1.1.1.1"]);

        Assert.All(attempts.SkipLast(2), static a => Assert.Equal((1, "ENETUNREACH\n"), (a.ExitCode, a.Output)));
        Assert.All(attempts[^2].Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), static l => Assert.Matches(" (EPERM|EAFNOSUPPORT)$", l));
        Assert.NotEqual(0, attempts[^1].ExitCode);
        Assert.All(attempts, static a => Assert.True(a.Time < AtOnce, $"{a}"));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Addresses_that_stand_for_names_take_no_datagrams_and_those_that_stand_for_none_are_reset(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string client = SocketClient.In(workspace);

        IReadOnlyList<Attempt> attempts = new ToolRun(workspace, ["--allow", $"{NamedHosts.Api}:443"]).Run(
            $"{client} udp $(getent ahostsv4 {NamedHosts.Api} | head -n 1 | cut -d ' ' -f 1) 443", $"{client} names 198.19.200.1 443", $"{client} names 10.0.2.3 80");

        Assert.Equal("ECONNREFUSED\n", attempts[0].Output);
        Assert.Equal("address 198.19.200.1\nECONNRESET\n", attempts[1].Output);
        Assert.Equal("ECONNREFUSED\n", attempts[2].Output);
        Assert.All(attempts, static a => Assert.True(a.Time < AtOnce, $"{a}"));
        Assert.Contains(NetworkLogLine.Of(workspace), static l => l is { Verdict: "refused", Via: "capture", Host: "198.19.200.1", Port: 443, Reason: "no name has this address" });
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Names_are_answered_over_tcp_as_over_udp(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Ask = "getent ahostsv4 ";

        // The C library is told to use TCP alone; the program beside it asks by hand, so that it cannot have been anything else.
        string byHand = workspace.Write(
            Path.Combine(workspace.Project, "ask.py"),
            """
            import socket, struct, sys
            name = b''.join(bytes([len(label)]) + label.encode() for label in sys.argv[1].split('.')) + b'\0'
            query = struct.pack('>HHHHHH', 7, 0x100, 1, 0, 0, 0) + name + struct.pack('>HH', 1, 1)
            with socket.create_connection(('10.0.2.3', 53), 5) as server:
                server.sendall(struct.pack('>H', len(query)) + query)
                stream = server.makefile('rb')
                answer = stream.read(struct.unpack('>H', stream.read(2))[0])
            print(answer[3] & 15, '.'.join(map(str, answer[-4:])))
            """);
        IReadOnlyList<Attempt> attempts = new ToolRun(workspace, ["--allow", NamedHosts.Api]).Run(
            Ask + NamedHosts.Api, $"RES_OPTIONS=use-vc {Ask}{NamedHosts.Api}", $"python3 {byHand} {NamedHosts.Api}", Ask + NamedHosts.Forbidden, $"RES_OPTIONS=use-vc {Ask}{NamedHosts.Forbidden}", $"python3 {byHand} {NamedHosts.Forbidden}");

        Assert.StartsWith("198.18.", attempts[0].Output, StringComparison.Ordinal);
        Assert.Equal(attempts[0].Output, attempts[1].Output);
        Assert.Equal($"0 {attempts[0].Output.Split(' ')[0]}\n", attempts[2].Output);
        Assert.Equal((2, 2), (attempts[3].ExitCode, attempts[4].ExitCode));
        Assert.StartsWith("3 ", attempts[5].Output, StringComparison.Ordinal);
        Assert.All(attempts, static a => Assert.True(a.Time < AtOnce, $"{a}"));
    }
}
