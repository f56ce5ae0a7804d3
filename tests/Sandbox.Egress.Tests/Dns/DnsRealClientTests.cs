using System.Text.Json;

namespace Sandbox.Egress.Tests.Dns;

/// <summary>A resolver that others wrote (c-ares, in node) takes the answers for what they are.</summary>
public sealed class DnsRealClientTests
{
    private const string Script = """
        const { Resolver } = require('node:dns').promises;
        const resolver = new Resolver({ timeout: 5000, tries: 1 });
        resolver.setServers([`127.0.0.9:${process.argv[1]}`]);
        const ask = p => p.then(r => r.join(), e => e.code);
        (async () => {
          const address = await ask(resolver.resolve4('example.com'));
          console.log(JSON.stringify([address, await ask(resolver.resolve6('example.com')), await ask(resolver.resolveTxt('example.com')),
            await ask(resolver.resolve4('evil.example')), await ask(resolver.reverse(address))]));
        })();
        """;

    [FactWithin(30)]
    public async Task Node_sees_an_address_no_data_or_no_name()
    {
        await using DnsServerFixture server = new();
        string node = "/usr/bin/node";
        ProcessResult result = await Task.Run(() => ProcessRun.Run(node, "-e", Script, server.UdpPort.ToString()).ExpectExit());
        string[] answers = [.. JsonDocument.Parse(result.OutputText).RootElement.EnumerateArray().Select(e => e.GetString()!)];
        Assert.Equal(["198.18.1.1", "ENODATA", "ENODATA", "ENOTFOUND", "example.com"], answers);
    }
}
