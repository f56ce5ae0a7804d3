using Sandbox.Core.Network;
using Sandbox.Core.Policy;

namespace Sandbox.Agents.Home;

/// <summary>What the agent is told about the network, so that it asks for a host instead of trying to get around a refusal.</summary>
public static class NetworkNotice
{
    private const int MostShown = 40;

    /// <param name="mode">The network of the sandbox.</param>
    /// <param name="rules">What may be reached.</param>
    public static string Text(NetworkMode mode, NetworkRules rules) => mode switch
    {
        NetworkMode.None => "There is no network in this sandbox: only a loopback interface.",
        NetworkMode.Host => "The sandbox shares the network of the user's machine.",
        _ => AllowList(rules),
    };

    private static string AllowList(NetworkRules rules)
    {
        string[] shown = [.. rules.Allow.Select(static r => r.Text).Distinct(StringComparer.Ordinal)];
        string list = shown.Length == 0 ? "nothing" : string.Join(", ", shown.Take(MostShown)) + (shown.Length > MostShown ? ", ..." : string.Empty);
        string denied = rules.Deny.Count == 0 ? string.Empty : $" Never: {string.Join(", ", rules.Deny.Take(MostShown).Select(static r => r.Text))}.";
        return
            $"""
            The network is limited to these hosts, by name: {list}.{denied} Ports are 443 and 80 unless one is shown. Everything else fails at once:
            an unknown host name means that the host is not allowed, and so does an HTTP 403 with the header X-Claude-Sandbox. There is no UDP, no
            ping and no IPv6. When you need another host, say so to the user and name the option: claude-sandbox --allow HOST:PORT. The proxy
            variables of the environment are right as they are; leave them.
            """;
    }
}
