using System.Diagnostics.CodeAnalysis;
using Sandbox.Core.Network;

namespace Sandbox.Egress.Http;

/// <summary>What a request line asks for.</summary>
internal sealed record RequestTarget
{
    public required RequestForm Form { get; init; }

    /// <summary>For the absolute and the authority form.</summary>
    public HostName? Host { get; init; }

    public int Port { get; init; }

    /// <summary>What an origin server is asked for: a path with its query, or "*"; empty for the authority form.</summary>
    public required string Path { get; init; }

    public static bool TryParse(string method, string text, [NotNullWhen(true)] out RequestTarget? target, [NotNullWhen(false)] out HttpProblem? problem)
    {
        target = null;
        if (text.Contains('#', StringComparison.Ordinal))
        {
            problem = HttpProblem.Bad("a fragment in the request target");
            return false;
        }

        return string.Equals(method, "CONNECT", StringComparison.Ordinal) ? TryAuthority(text, out target, out problem) : text switch
        {
            ['/', ..] => Is(new RequestTarget { Form = RequestForm.Origin, Path = text }, out target, out problem),
            "*" when string.Equals(method, "OPTIONS", StringComparison.Ordinal) => Is(new RequestTarget { Form = RequestForm.Asterisk, Path = text }, out target, out problem),
            _ => TryAbsolute(text, out target, out problem),
        };
    }

    private static bool TryAuthority(string text, [NotNullWhen(true)] out RequestTarget? target, [NotNullWhen(false)] out HttpProblem? problem)
    {
        target = null;
        return Authority.TryParse(text, defaultPort: null, out HostName? host, out int port, out problem)
            && Is(new RequestTarget { Form = RequestForm.Authority, Host = host, Port = port, Path = string.Empty }, out target, out problem);
    }

    private static bool TryAbsolute(string text, [NotNullWhen(true)] out RequestTarget? target, [NotNullWhen(false)] out HttpProblem? problem)
    {
        const string Scheme = "http://";
        target = null;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            problem = HttpProblem.Bad("a request target that is neither a path nor an http:// address; https goes by CONNECT");
            return false;
        }

        string rest = text[Scheme.Length..];
        int end = rest.AsSpan().IndexOfAny('/', '?') is var found and >= 0 ? found : rest.Length;
        string path = rest[end..];
        return Authority.TryParse(rest[..end], defaultPort: 80, out HostName? host, out int port, out problem)
            && Is(new RequestTarget { Form = RequestForm.Absolute, Host = host, Port = port, Path = path is ['/', ..] ? path : "/" + path }, out target, out problem);
    }

    private static bool Is(RequestTarget made, out RequestTarget target, out HttpProblem? problem)
    {
        target = made;
        problem = null;
        return true;
    }
}
