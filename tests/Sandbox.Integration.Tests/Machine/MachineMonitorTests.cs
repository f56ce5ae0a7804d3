using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests.Machine;

/// <summary>--qmp: the machine's monitor for the user, and for nobody else.</summary>
public sealed class MachineMonitorTests
{
    [TheoryWithin(300), ClassData(typeof(IdentityData))]
    public void The_user_asks_and_takes_pictures_nobody_inside_reaches_it_and_it_goes_with_the_machine(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity).WithMachines();
        Census before = Census.Take(workspace.Scope);
        string path = Path.Combine(workspace.Home, "qmp");
        string attack = $"test -e {path} && echo reached; grep -q {path} /proc/net/unix && echo reached; python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"{path}\")' 2>/dev/null && echo reached; echo ready; sleep 600";
        using LiveProcess process = workspace.StartInside(attack, "--network", "none", "--qmp", path);

        Assert.DoesNotContain("reached", process.OutputSoFar, StringComparison.Ordinal);
        Assert.Equal($"600 socket {identity.UserId}", ProcessRun.Run("/usr/bin/stat", "-c", "%a %F %u", path).OutputText.Trim());
        foreach (string name in (string[])["first.png", "second.png"])
        {
            string picture = Path.Combine(workspace.Home, name);
            ProcessResult asked = ProcessRun.Run(workspace.Request("/usr/bin/python3", "-c", Example(), path, picture)).ExpectExit();
            Assert.Contains("'status': 'running'", asked.OutputText, StringComparison.Ordinal);
            byte[] made = File.ReadAllBytes(picture);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], made[..8]);
        }

        // Somebody who stays keeps the machine from nothing.
        using Socket idle = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        idle.Connect(new UnixDomainSocketEndPoint(path));
        Assert.True(idle.Receive(new byte[16]) > 0);
        process.Send(Signal.Term);
        Assert.Equal(143, process.WaitForExit().ExitCode);
        Assert.False(File.Exists(path));
        before.AssertRestored(TimeSpan.FromSeconds(20));
    }

    [TheoryWithin(60)]
    [InlineData("file")]
    [InlineData("socket")]
    [InlineData("link")]
    public void What_is_there_already_is_kept_and_refused(string kind)
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        string path = Path.Combine(workspace.Home, "qmp");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        switch (kind)
        {
            case "file":
                File.WriteAllText(path, "mine");
                break;
            case "socket":
                socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
            default:
                _ = File.CreateSymbolicLink(path, workspace.At("project", "planted"));
                break;
        }

        Refuses(workspace, "CS104", "something is there already", path);
        Assert.True(Path.Exists(path) || new FileInfo(path).LinkTarget is not null);
    }

    [FactWithin(60)]
    public void What_the_sandbox_sees_and_every_other_backend_refuse_it()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        Refuses(workspace, "CS104", "the sandbox sees", Path.Combine(workspace.Project, "qmp"));
        Refuses(workspace, "CS104", "there is no such directory", Path.Combine(workspace.Home, "nowhere", "qmp"));
        Refuses(workspace, "CS104", "too long", Path.Combine(workspace.Home, new string('q', 100)));
        Refuses(workspace, "CS102", "--backend vm", Path.Combine(workspace.Home, "qmp"), "--backend", "native");
    }

    /// <summary>The program of docs/vm.md, so that it is one that works.</summary>
    private static string Example()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "vm.md"));
        return Regex.Match(page, "```python\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
    }

    private static void Refuses(Workspace workspace, string code, string says, string path, params string[] options)
    {
        Census before = Census.Take(workspace.Scope);
        ProcessResult result = ProcessRun.Run(workspace.Sandbox(["exec", "-q", "--network", "none", "--qmp", path, .. options, workspace.Project, "--", "true"])).ExpectExit(125);
        Assert.Empty(result.Output);
        string line = Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"[{code}]", line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
        before.AssertRestored(TimeSpan.FromSeconds(5));
    }
}
