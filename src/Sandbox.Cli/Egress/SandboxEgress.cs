using Sandbox.Backends.Native;
using Sandbox.Cli.Commands;
using Sandbox.Cli.Output;
using Sandbox.Core.Forwards;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Egress.Broker;
using Sandbox.Egress.Hosting;
using Sandbox.Egress.Log;
using Sandbox.Egress.Publish;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Egress;

/// <summary>The way out of one sandbox: rules, names, proxy, broker and published ports, in this process, from the moment its sockets arrive.</summary>
internal sealed class SandboxEgress : IEgressHost, IDisposable
{
    private readonly LaunchPlan _plan;
    private readonly LaunchRequest _request;
    private readonly HostFacts _facts;
    private readonly Messages _messages;
    private readonly EgressLogFile _file;
    private readonly EgressSummary _log;
    private readonly Publisher? _publisher;

    /// <exception cref="Core.Diagnostics.SandboxException">CS206: a port cannot be published.</exception>
    public SandboxEgress(LaunchPlan plan, LaunchRequest request, HostFacts facts, ProjectState state, Messages messages)
    {
        (_plan, _request, _facts, _messages) = (plan, request, facts, messages);
        _file = new EgressLogFile(NetworkLog.PathOf(state));
        _log = new EgressSummary(_file);
        _publisher = plan.Published.Count > 0 ? new Publisher(plan.Published, _log) : null;
    }

    public IDisposable Serve(SandboxSockets sockets)
    {
        if (sockets.Weaker)
        {
            _messages.Notice($"weaker network: programs that ignore the proxy settings reach only ports {string.Join(", ", _plan.Rules.Ports)} ({sockets.WeakerReason})");
        }

        EgressHost host = EgressHost.Start(new EgressOptions
        {
            Rules = _plan.Rules,
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
            Token = _request.Keys.ProxyToken,
            Broker = Broker(),
            Publisher = _publisher,
            ConnectInside = sockets.Connect,
        });
        return _plan.RulesFile is { } file ? new RulesWatch(file, _request.Policy.Egress, _facts, _file, host) : host;
    }

    /// <summary>What was refused, and after a session of a person or an agent also what was reached; empty when nothing was.</summary>
    public string Summary() => _log.Text(refusedOnly: _request.Kind == LaunchKind.Command);

    public void Dispose()
    {
        _publisher?.Dispose();
        _file.Dispose();
    }

    // Without a credential of the agent's its sentinel is one that nobody was told.
    private CredentialBroker? Broker()
    {
        bool gitHub = _request.Policy.Forwards.Contains(ForwardCatalog.GitHubToken, StringComparer.Ordinal);
        return _request.Keys.Sentinel is null && !gitHub
            ? null
            : new CredentialBroker(new BrokerOptions
            {
                Upstream = BrokerAddress.Of(_facts),
                Sentinel = _request.Keys.Sentinel ?? SessionSentinel.Create(CredentialScheme.Bearer),
                Credentials = new HostCredentials(_facts),
                GitHub = gitHub ? new GitHubAccess(_request.Keys.GitHub, new GitHubToken(_facts)) : null,
                Log = _log,
                Proxy = HttpClient.DefaultProxy,
            });
    }
}
