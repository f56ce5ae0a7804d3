using System.Net;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Http;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Broker;

/// <summary>What a <see cref="CredentialBroker"/> works with.</summary>
public sealed record BrokerOptions
{
    /// <summary>Where requests of the agent go.</summary>
    public BrokerUpstream Upstream { get; init; } = BrokerUpstream.Anthropic;

    /// <summary>What the sandbox holds instead of the credential.</summary>
    public required Secret Sentinel { get; init; }

    public required ICredentialSource Credentials { get; init; }

    /// <summary>Null unless the user asked for it.</summary>
    public GitHubAccess? GitHub { get; init; }

    public required IEgressLog Log { get; init; }

    /// <summary>The proxy that the host's own environment names (<see cref="System.Net.Http.HttpClient.DefaultProxy"/>), or null.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>An answer may be thought about for minutes before its first byte.</summary>
    public HttpTimeouts Timeouts { get; init; } = new() { Response = TimeSpan.FromMinutes(20), Body = TimeSpan.FromMinutes(15) };

    /// <summary>Requests at a time; one more gets 503.</summary>
    public int MostRequests { get; init; } = 64;

    /// <summary>Connections at a time; one more waits to be accepted.</summary>
    public int MostConnections { get; init; } = 256;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
