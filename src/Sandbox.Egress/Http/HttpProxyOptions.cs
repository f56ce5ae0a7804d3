using Sandbox.Core.Network;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Http;

/// <summary>What an <see cref="HttpProxyConnection"/> works with; shared by all connections.</summary>
public sealed record HttpProxyOptions
{
    /// <summary>What the rules say. Asked for every request, also when a connection to its destination stands; writes no log.</summary>
    public required Func<HostName, int, Verdict> Decide { get; init; }

    /// <summary>Connects to a destination, or says why not. Logs its own refusals and failures.</summary>
    public required Func<HostName, int, CancellationToken, Task<OpenResult>> Open { get; init; }

    /// <summary>Serves a CONNECT to its end; null refuses the method.</summary>
    public Func<ConnectRequest, CancellationToken, Task>? Connect { get; init; }

    /// <summary>The password that Proxy-Authorization must carry (Basic, any user name); null asks for none.</summary>
    public Secret? Token { get; init; }

    /// <summary>Gets what is refused here: by <see cref="Decide"/>, or for a Host that is not the captured one.</summary>
    public required IEgressLog Log { get; init; }

    public HttpTimeouts Timeouts { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
