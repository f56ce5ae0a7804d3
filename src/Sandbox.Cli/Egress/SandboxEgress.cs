using Sandbox.Backends.Native;
using Sandbox.Cli.Output;
using Sandbox.Core.Hosts;
using Sandbox.Egress.Broker;
using Sandbox.Egress.Hosting;
using Sandbox.Egress.Log;
using Sandbox.Egress.Publish;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Egress;

/// <summary>The way out of one sandbox: rules, names, proxy, broker and published ports, in this process, from the moment its sockets arrive.</summary>
internal sealed class SandboxEgress : IEgressHost, IDisposable
{
    private readonly EgressSetup _setup;
    private readonly HostFacts _facts;
    private readonly Messages _messages;
    private readonly EgressLogFile _file;
    private readonly EgressSummary _log;
    private readonly Publisher? _publisher;
    private Func<IReadOnlyList<string>>? _release;

    /// <exception cref="Core.Diagnostics.SandboxException">CS206: a port cannot be published.</exception>
    public SandboxEgress(EgressSetup setup, HostFacts facts, ProjectState state, Messages messages)
    {
        (_setup, _facts, _messages) = (setup, facts, messages);
        _file = new EgressLogFile(NetworkLog.PathOf(state));
        _log = new EgressSummary(_file);
        _publisher = setup.Published.Count > 0 ? new Publisher(setup.Published, _log) : null;
    }

    public IDisposable Serve(SandboxSockets sockets)
    {
        if (sockets.Weaker)
        {
            _messages.Notice($"weaker network: programs that ignore the proxy settings reach only ports {string.Join(", ", _setup.Rules.Ports)} ({sockets.WeakerReason})");
        }

        EgressHost host = EgressHost.Start(new EgressOptions
        {
            Rules = _setup.Rules,
            Log = _log,
            Sockets = new EgressSockets
            {
                Capture = sockets.Capture,
                DnsUdp = sockets.DnsUdp,
                DnsTcp = sockets.DnsTcp,
                Proxy = sockets.Proxy,
                Broker = sockets.Broker,
                NamedPorts = sockets.NamedPorts,
            },
            Token = _setup.Keys.ProxyToken,
            Broker = Broker(),
            Publisher = _publisher,
            ConnectInside = sockets.Connect,
            KnownNames = _setup.KnownNames,
        });
        RulesWatch? watch = _setup.RulesFile is { } file ? new RulesWatch(file, _setup.Policy, _facts, _file, host) : null;
        _release = () =>
        {
            watch?.Stop();
            host.Release();
            return host.Names.All;
        };
        return watch is null ? host : watch;
    }

    /// <summary>Serves no longer but leaves the sockets as they are, for the process that serves next; answers the names that it has to know.</summary>
    public IReadOnlyList<string> Release() => _release?.Invoke() ?? [];

    /// <summary>What was refused, and after a session of a person or an agent also what was reached; empty when nothing was.</summary>
    public string Summary() => _log.Text(refusedOnly: _setup.RefusedOnly);

    public void Dispose()
    {
        _publisher?.Dispose();
        _file.Dispose();
    }

    // Without a credential of the agent's its sentinel is one that nobody was told.
    private CredentialBroker? Broker()
    {
        bool gitHub = _setup.GitHub;
        return _setup.Keys.Sentinel is null && !gitHub
            ? null
            : new CredentialBroker(new BrokerOptions
            {
                Upstream = BrokerAddress.Of(_facts),
                Sentinel = _setup.Keys.Sentinel ?? SessionSentinel.Create(CredentialScheme.Bearer),
                Credentials = new HostCredentials(_facts),
                GitHub = gitHub ? new GitHubAccess(_setup.Keys.GitHub, new GitHubToken(_facts)) : null,
                Log = _log,
                Proxy = HttpClient.DefaultProxy,
            });
    }
}
