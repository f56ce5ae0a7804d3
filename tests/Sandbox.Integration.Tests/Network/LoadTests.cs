namespace Sandbox.Integration.Tests.Network;

/// <summary>Much at once and much at a time, and the end of it.</summary>
public sealed class LoadTests(WebServer server) : IClassFixture<WebServer>
{
    [FactWithin(90)]
    public void A_large_download_arrives_as_it_was_sent_by_the_proxy_and_captured_in_the_clear_and_encrypted()
    {
        using Workspace workspace = Create();
        server.PutLarge();

        IReadOnlyList<Attempt> attempts = new ToolRun(workspace, server.Rules).Run(
            [.. from url in new[] { server.Url, server.SecureUrl } from way in new[] { string.Empty, "--noproxy '*'" } select $"curl -sSf --cacert ca.pem {way} {url}/large | sha256sum"]);

        Assert.All(attempts, a => Assert.StartsWith(server.LargeHash, a.Output, StringComparison.Ordinal));
        Assert.Equal(4, NetworkLogLine.Of(workspace).Count(static l => l.Received > 64 * 1024 * 1024));
    }

    [FactWithin(90)]
    public void Fifty_connections_at_once_all_work()
    {
        using Workspace workspace = Create();
        const string Many = "seq 50 | xargs -P 50 -I N sh -c 'curl -sSf --cacert ca.pem {0}/hello > N.out'; cat *.out; rm *.out";

        IReadOnlyList<Attempt> attempts = new ToolRun(workspace, server.Rules).Run(
            [.. from url in new[] { server.Url, server.SecureUrl } from way in new[] { string.Empty, "--noproxy \"*\" " } select Many.Replace("{0}", way + url, StringComparison.Ordinal)]);

        Assert.All(attempts, static a => Assert.Equal(string.Concat(Enumerable.Repeat(WebServer.Greeting, 50)), a.Output));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void With_the_launcher_killed_everything_inside_ends_and_so_do_its_connections(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string script = $"curl -sN {server.Url}/wait & curl -sN --noproxy '*' {server.Url}/wait & while :; do curl -s -m 1 --noproxy '*' {server.Url}/hello >> hellos; sleep 0.05; done";
        using LiveProcess process = ProcessRun.Start(workspace.WithNames(workspace.InsideRequest(script, server.Rules)));
        LiveSandbox sandbox = LiveSandbox.Of(process);
        Eventually.Holds(() => server.Waiting == 2 && File.Exists(Path.Combine(workspace.Project, "hellos")), "both connections stand");

        LiveSandbox.Kill(sandbox.Launcher);

        _ = process.WaitForExit().ExpectSignal(Signal.Kill);
        Eventually.Holds(() => !ProcessState.Alive(sandbox.Payload) && !ProcessState.Alive(sandbox.Init) && !ProcessState.Alive(sandbox.Monitor), "nothing of the sandbox runs", 5);
        Eventually.Holds(() => server.Waiting == 0, "its connections have ended", 5);
        Assert.Equal(string.Empty, File.ReadAllText(Path.Combine(workspace.Project, "hellos")).Replace(WebServer.Greeting, string.Empty, StringComparison.Ordinal));
    }

    private Workspace Create()
    {
        Workspace workspace = Workspace.Create(Identity.User);
        _ = workspace.Write(Path.Combine(workspace.Project, "ca.pem"), server.Authority);
        return workspace;
    }
}
