namespace Sandbox.Integration.Tests.Network.Attacks;

/// <summary>RX-14: one sandbox wants every place that its proxy has. It is its own proxy: another sandbox does not notice, and it itself can go on afterwards.</summary>
public sealed class ProxyExhaustionTests(WebServer server) : IClassFixture<WebServer>
{
    private const int Idle = 20_000;
    private const int Slow = 16;

    // More than one sandbox may have open at a time; see ConnectionLimits. Each is two descriptors at most.
    private const int MostDescriptors = (2 * 2048) + 200;

    // Idle connections as many as descriptors allow at a time, and uploads of a byte a second to a server that is allowed.
    private const string Flood =
        """
        import os, resource, socket, sys, threading, time
        host, port, idle, slow = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        def dial(address):
            s = socket.socket()
            s.settimeout(20)
            s.connect(address)
            return s
        def upload():
            s = dial((host, port))
            s.sendall(f'POST /hello HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\n'.encode())
            threading.Thread(target=trickle, args=[s], daemon=True).start()
            return s
        def trickle(s):
            while True:
                s.sendall(b'x')
                time.sleep(1)
        uploads = [upload() for i in range(slow)]
        held, made, refused = [], 0, 0
        for i in range(idle):
            try:
                held.append(dial(('127.0.0.1', 3128)))
                made += 1
            except OSError:
                refused += 1
            if len(held) >= min(hard, 20000) - 100:
                held.pop(0).close()
        reset = 0
        for s in held:
            s.setblocking(False)
            try:
                reset += s.recv(1) == b''
            except BlockingIOError:
                pass
            except OSError:
                reset += 1
        print('flooded', made, reset > 0, flush=True)
        sys.stdin.readline()
        """;

    [FactWithin(120)]
    public void Twenty_thousand_idle_connections_and_slow_uploads_of_one_sandbox_leave_another_its_network()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using Workspace other = Workspace.Create(Identity.User);
        _ = workspace.Write(workspace.At("project", "flood.py"), Flood);
        string fetch = $"curl -sSf -m 20 {server.Url}/hello";
        string script =
            $"{fetch}; mkfifo go; exec 3<>go; /usr/bin/python3 flood.py {NamedHosts.Api} {server.Plain} {Idle} {Slow} <&3 & python=$!; " +
            $"until [ -e stop ]; do sleep 0.05; done; kill $python; until {fetch} 2>/dev/null; do sleep 0.2; done; echo over";
        using LiveProcess flooding = ProcessRun.Start(workspace.WithNames(workspace.InsideRequest(script, server.Rules) with { TimeLimit = TimeSpan.FromSeconds(100) }));
        flooding.WaitForOutput("flooded");

        // The control: there were more than it may have, and the last of them were refused.
        Assert.Contains("flooded", flooding.OutputSoFar, StringComparison.Ordinal);
        Assert.EndsWith("True\n", flooding.OutputSoFar, StringComparison.Ordinal);
        Assert.InRange(Directory.EnumerateFileSystemEntries($"/proc/{flooding.Id}/fd").Count(), 0, MostDescriptors);

        ProcessResult elsewhere = ProcessRun.Run(other.WithNames(other.InsideRequest(fetch, server.Rules)));
        Assert.Equal(WebServer.Greeting, elsewhere.ExpectExit().OutputText);

        _ = workspace.Write(workspace.At("project", "stop"), string.Empty);
        ProcessResult flooded = flooding.WaitForExit().ExpectExit();
        Assert.EndsWith(WebServer.Greeting + "over\n", flooded.OutputText, StringComparison.Ordinal);
    }
}
