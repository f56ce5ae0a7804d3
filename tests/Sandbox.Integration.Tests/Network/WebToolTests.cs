namespace Sandbox.Integration.Tests.Network;

/// <summary>Programs that speak HTTP, by the proxy and captured: an allowed host and port works, other names and ports fail at once.</summary>
public sealed class WebToolTests(WebServer server) : IClassFixture<WebServer>
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Curl(Identity identity)
    {
        using Workspace workspace = Create(identity);
        const string Command = "curl -sSf --cacert ca.pem ";

        _ = Run(workspace).Check(WebServer.Greeting, "http", $"{Command} {server.Url}/hello", [.. Refused($"{Command} http://{{0}}/hello", server.Plain)]);
        _ = Run(workspace).Check(WebServer.Greeting, "connect", $"{Command} {server.SecureUrl}/hello", [.. Refused($"{Command} https://{{0}}/hello", server.Secure)]);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Wget(Identity identity)
    {
        using Workspace workspace = Create(identity);
        const string Command = "wget -q -O - --ca-certificate=ca.pem ";

        _ = Run(workspace).Check(WebServer.Greeting, "connect", $"{Command} {server.SecureUrl}/hello", [.. Refused($"{Command} https://{{0}}/hello", server.Secure)]);
    }

    [FactWithin(60)]
    public void Git_over_https()
    {
        using Workspace workspace = Create(Identity.User);
        using TempDirectory host = TempDirectory.Create();
        string repository = GitRepository.Create(host);
        server.PutTree("/repository.git", repository);
        const string Command = "rm -rf copy; export GIT_SSL_CAINFO=$PWD/ca.pem; git clone -q ";

        _ = Run(workspace).Check(
            GitRepository.Contents, "connect", $"{Command} {server.SecureUrl}/repository.git copy && cat copy/file", [.. Refused($"{Command} https://{{0}}/repository.git copy", server.Secure)]);
    }

    [FactWithin(90)]
    public void Npm()
    {
        using Workspace workspace = Create(Identity.User);
        Packages.PutNpm(server);
        const string Options = "--cafile=ca.pem --cache=$PWD/.npm-cache --no-update-notifier --no-audit --no-fund";

        // Where a name does not exist npm asks three times within a minute, with or without a sandbox; what a proxy refuses it takes for an answer.
        const string View = $"npm view {Options} $([ \"$https_proxy\" ] || echo --fetch-retries=0) tiny --registry=https://{{0}}/npm/";
        _ = Run(workspace).Check(
            "\"version\":\"1.0.0\"", "connect", $"rm -rf m; npm install --prefix m {Options} --registry={server.SecureUrl}/npm/ tiny && cat m/node_modules/tiny/package.json", [.. Refused(View, server.Secure)]);
    }

    [FactWithin(90)]
    public void Pip()
    {
        using Workspace workspace = Create(Identity.User);
        Packages.PutPip(server);
        const string Command = "rm -rf d; /usr/bin/pip3 download --no-deps --no-cache-dir --disable-pip-version-check --retries 0 --cert ca.pem -d d tiny --index-url ";

        _ = Run(workspace).Check(
            "tiny-1.0-py3-none-any.whl", "connect", $"{Command} {server.SecureUrl}/simple && ls d", [.. Refused($"{Command} https://{{0}}/simple", server.Secure)]);
    }

    [FactWithin(60)]
    public void The_http_client_of_dotnet()
    {
        using Workspace workspace = Create(Identity.User);
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(RepositoryPaths.Dummy)!, "sandbox-dummy*"))
        {
            File.Copy(file, Path.Combine(workspace.Project, Path.GetFileName(file)));
        }

        const string Command = "SSL_CERT_FILE=$PWD/ca.pem dotnet sandbox-dummy.dll get ";
        _ = Run(workspace).Check(WebServer.Greeting, "connect", $"{Command} {server.SecureUrl}/hello", [.. Refused($"{Command} https://{{0}}/hello", server.Secure)]);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_fetch_of_node(Identity identity)
    {
        using Workspace workspace = Create(identity);
        const string Command = "NODE_EXTRA_CA_CERTS=$PWD/ca.pem node -e 'fetch(process.argv[1]).then(r => r.text()).then(console.log, e => { console.log(e.cause); process.exit(1); })' ";

        _ = Run(workspace).Check(WebServer.Greeting, "capture", $"{Command} {server.SecureUrl}/hello", [.. Refused($"{Command} https://{{0}}/hello", server.Secure)]);
    }

    [FactWithin(60)]
    public void The_resolver_of_node_that_is_not_the_c_librarys()
    {
        using Workspace workspace = Create(Identity.User);
        string client = workspace.Write(
            Path.Combine(workspace.Project, "client.js"),
            """
            const [host, port] = process.argv.slice(2);
            const fail = e => { console.log(String(e)); process.exit(1); };
            require('dns').resolve4(host, (e, addresses) => {
              if (e) fail(e);
              const socket = require('net').connect(port, addresses[0], () => socket.write('GET /hello HTTP/1.0\r\nHost: ' + host + ':' + port + '\r\n\r\n'));
              socket.on('error', fail).on('data', d => { if (/^HTTP\/1.. 403/.test(d)) fail(d); process.stdout.write(d); });
            });
            """);

        _ = Run(workspace).Check(
            WebServer.Greeting, "capture", $"node {client} {NamedHosts.Api} {server.Plain}", $"node {client} {NamedHosts.Forbidden} {server.Plain}", $"node {client} {NamedHosts.Api} {ToolRun.OtherPort}");
    }

    [FactWithin(60)]
    public void A_name_that_leads_to_this_machine_is_refused_unless_a_rule_names_the_address()
    {
        using Workspace workspace = Create(Identity.User);
        string[] rules = ["--allow", $"{NamedHosts.Api}:{server.Plain}"];

        IReadOnlyList<Attempt> attempts = new ToolRun(workspace, rules).Run($"curl -sS {server.Url}/hello", $"curl -sS --noproxy '*' {server.Url}/hello");

        Assert.All(attempts, static a => Assert.Contains("it leads to 127.0.0.1, this machine itself: refused unless a rule names the address", a.Output, StringComparison.Ordinal));
        Assert.All(attempts, a => Assert.Contains($"--allow 127.0.0.1:{server.Plain}", a.Output, StringComparison.Ordinal));
        Assert.Equal(2, NetworkLogLine.Of(workspace).Count(l => l.Verdict == "refused" && l.Remedy == $"--allow 127.0.0.1:{server.Plain}"));
    }

    // A name that no rule names, at the port that works; and the name that works, at another port.
    private static IEnumerable<string> Refused(string command, int port) =>
        new[] { $"{NamedHosts.Forbidden}:{port}", $"{NamedHosts.Api}:{ToolRun.OtherPort}" }.Select(place => command.Replace("{0}", place, StringComparison.Ordinal));

    private Workspace Create(Identity identity)
    {
        Workspace workspace = Workspace.Create(identity);
        _ = workspace.Write(Path.Combine(workspace.Project, "ca.pem"), server.Authority);
        return workspace;
    }

    private ToolRun Run(Workspace workspace) => new(workspace, server.Rules);
}
