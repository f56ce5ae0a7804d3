namespace Sandbox.Integration.Tests.Network;

/// <summary>Servers that speak first, reached by name although nothing of ours is told the name: the real ssh client and a real sshd.</summary>
public sealed class SshTests(SshServer server) : IClassFixture<SshServer>
{
    private const string Login = "root@" + NamedHosts.Api;

    private IReadOnlyList<string> Rules => ["--allow", $"{NamedHosts.Api}:{server.Port}", "--allow", $"127.0.0.1:{server.Port}"];

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Ssh(Identity identity)
    {
        using Workspace workspace = Create(identity);
        const string Command = "ssh -F config -p ";

        _ = new ToolRun(workspace, Rules).Check(
            "over ssh", "capture", $"{Command} {server.Port} {Login} echo over ssh", $"{Command} {server.Port} root@{NamedHosts.Forbidden} echo over ssh", $"{Command} {ToolRun.OtherPort} {Login} echo over ssh");
    }

    [FactWithin(60)]
    public void Git_over_ssh()
    {
        using Workspace workspace = Create(Identity.User);
        const string Command = "rm -rf copy; git -c core.sshCommand='ssh -F config' clone -q ssh://root@";

        _ = new ToolRun(workspace, Rules).Check(
            GitRepository.Contents, "capture", $"{Command}{NamedHosts.Api}:{server.Port}{server.Repository} copy && cat copy/file", $"{Command}{NamedHosts.Forbidden}:{server.Port}{server.Repository} copy",
            $"{Command}{NamedHosts.Api}:{ToolRun.OtherPort}{server.Repository} copy");
    }

    [TheoryWithin(60)]
    [InlineData(false)]
    [InlineData(true)]
    public void Bare_sockets_with_the_c_library_and_with_musl_in_a_static_program(bool musl)
    {
        using Workspace workspace = Create(Identity.User);
        string client = SocketClient.In(workspace, musl);

        IReadOnlyList<Attempt> attempts = new ToolRun(workspace, Rules).Check(
            "SSH-2.0-", "capture", $"{client} names {NamedHosts.Api} {server.Port}", $"{client} names {NamedHosts.Forbidden} {server.Port}", $"{client} names {NamedHosts.Api} {ToolRun.OtherPort}");

        Assert.StartsWith("address 198.18.", attempts[0].Output, StringComparison.Ordinal);
        Assert.StartsWith("no address: ", attempts[1].Output, StringComparison.Ordinal);
        Assert.EndsWith("ECONNRESET\n", attempts[2].Output, StringComparison.Ordinal);
    }

    private Workspace Create(Identity identity)
    {
        Workspace workspace = Workspace.Create(identity);
        string key = workspace.Write(Path.Combine(workspace.Project, "key"), server.ClientKey);
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        string known = workspace.Write(Path.Combine(workspace.Project, "known_hosts"), server.KnownHost);
        _ = workspace.Write(
            Path.Combine(workspace.Project, "config"),
            $"""
            IdentityFile {key}
            IdentitiesOnly yes
            UserKnownHostsFile {known}
            StrictHostKeyChecking yes
            BatchMode yes

            """);
        return workspace;
    }
}
