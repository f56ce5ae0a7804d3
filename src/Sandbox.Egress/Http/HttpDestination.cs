using System.Diagnostics.CodeAnalysis;
using Sandbox.Core.Network;

namespace Sandbox.Egress.Http;

/// <summary>Where a request may go: every name that it carries must be the same one.</summary>
internal static class HttpDestination
{
    public static bool TryFind(HttpMode mode, RequestHead head, [NotNullWhen(true)] out HostName? host, out int port, [NotNullWhen(false)] out HttpProblem? problem)
    {
        host = mode.Host ?? head.Target.Host;
        port = mode.IsProxy ? head.Target.Port : mode.Port;
        problem = host is null ? HttpProblem.Bad("a proxy is asked with a whole http:// address")
            : head.Target.Host is { } named && !(named.Equals(host) && head.Target.Port == port) ? Misdirected()
            : Other(mode, head, host, port);
        host = problem is null ? host : null;
        return host is not null;
    }

    private static HttpProblem? Other(HttpMode mode, RequestHead head, HostName host, int port)
    {
        if (head.Host is not { } text)
        {
            return null;
        }

        return !Authority.TryParse(text, defaultPort: 80, out HostName? named, out int number, out HttpProblem? problem) ? problem
            : named.Equals(host) && number == port ? null
            : mode.IsProxy ? HttpProblem.Bad("a Host field that is not the address's host")
            : Misdirected();
    }

    private static HttpProblem Misdirected() => new(421, "the request names another host than its connection was made to");
}
