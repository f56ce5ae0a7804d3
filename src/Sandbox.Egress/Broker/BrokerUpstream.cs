using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sandbox.Egress.Broker;

/// <summary>The one server that a credential goes to, fixed before the sandbox starts.</summary>
public sealed record BrokerUpstream
{
    private BrokerUpstream(string root, string host, int port)
    {
        Root = root;
        Host = host;
        Port = port;
    }

    public static BrokerUpstream Anthropic { get; } = new("https://api.anthropic.com", "api.anthropic.com", 443);

    internal static BrokerUpstream GitHub { get; } = new("https://github.com", "github.com", 443);

    internal static BrokerUpstream GitHubApi { get; } = new("https://api.github.com", "api.github.com", 443);

    public string Host { get; }

    public int Port { get; }

    /// <summary>Scheme, authority and perhaps a path, without a closing slash; a path is appended as it is.</summary>
    internal string Root { get; }

    /// <summary>Reads a base address of the user's own, such as their ANTHROPIC_BASE_URL.</summary>
    /// <param name="text">An https address; http only for this machine itself.</param>
    /// <param name="upstream">The server, or null.</param>
    /// <param name="problem">Why it cannot be used; does not quote it, it may hold a password.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out BrokerUpstream? upstream, out string problem)
    {
        upstream = null;
        bool parsed = Uri.TryCreate(text, UriKind.Absolute, out Uri? address);
        problem = !parsed || address!.Scheme is not ("https" or "http") || address.Host.Length == 0 ? "it is not an https:// address"
            : address.UserInfo.Length > 0 ? "it holds a user name or password"
            : address.Query.Length > 0 || address.Fragment.Length > 0 || text.EndsWith('?') || text.EndsWith('#') ? "it holds a query or a fragment"
            : address.Scheme == "http" && !address.IsLoopback ? "http would carry the credential in the clear; only https or this machine itself can be used"
            : string.Empty;
        if (problem.Length > 0)
        {
            return false;
        }

        string root = string.Create(CultureInfo.InvariantCulture, $"{address!.Scheme}://{(address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost)}:{address.Port}");
        upstream = new BrokerUpstream(root + address.AbsolutePath.TrimEnd('/'), address.IdnHost, address.Port);
        return true;
    }

    // The path was checked character by character; System.Uri must not have a second opinion on it.
    internal Uri Address(string pathAndQuery) => new(Root + pathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
