using System.Collections.Concurrent;
using System.Net;
using Sandbox.Core.Network;
using Sandbox.Egress.Gates;

namespace Sandbox.Egress.Tests.Connections;

/// <summary>Gives every name one public address, unless a test names others; counts the questions.</summary>
internal sealed class MapResolver : IResolver
{
    public static readonly IPAddress Public = new([93, 184, 215, 14]);

    private readonly ConcurrentDictionary<string, IPAddress[]> _names = new(StringComparer.Ordinal);
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public MapResolver With(string name, params string[] addresses)
    {
        _names[name] = [.. addresses.Select(IPAddress.Parse)];
        return this;
    }

    public Task<Resolved> ResolveAsync(HostName host, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _asked);
        return Task.FromResult(new Resolved { Addresses = _names.GetValueOrDefault(host.ToString(), [Public]) });
    }
}
