using System.Globalization;
using System.Net;

namespace Sandbox.Core.Network;

/// <summary>The words of every verdict.</summary>
internal static class NetworkVerdicts
{
    public static Verdict Allowed(NetworkRule rule) => new()
    {
        Allowed = true,
        Rule = rule.Text,
        Reason = rule.Preset is null ? $"allowed by rule {rule.Text}" : $"allowed by preset {rule.Preset}",
    };

    /// <summary>Nothing that could be added would allow it: the denial would have to go.</summary>
    public static Verdict Denied(NetworkRule rule) => new() { Allowed = false, Rule = rule.Text, Reason = $"denied by rule {rule.Text}" };

    public static Verdict NoPort(int port) => new() { Allowed = false, Reason = string.Create(CultureInfo.InvariantCulture, $"{port} is not a port") };

    /// <param name="host">The host.</param>
    /// <param name="port">The port.</param>
    /// <param name="others">Ports of the host that a rule names.</param>
    public static Verdict Unnamed(HostName host, int port, IReadOnlyList<int> others) => new()
    {
        Allowed = false,
        Reason = others.Count == 0 ? "no rule allows it" : string.Create(CultureInfo.InvariantCulture, $"no rule allows port {port}, only {string.Join(", ", others)}"),
        Remedy = Option(host.ToString(), port),
    };

    public static Verdict Reserved(HostName host, AddressKey address, int port, ReservedBlock block) => new()
    {
        Allowed = false,
        Reason = $"{(host.IsAddress ? "it is" : $"it leads to {AddressText.Format(address)},")} {block.Name}{(block.Never ? string.Empty : ": refused unless a rule names the address")}",
        Remedy = block.Never ? null : Option(AddressText.Format(address), port),
    };

    public static Verdict Other(HostName host, IPAddress address) => new() { Allowed = false, Reason = $"{address} is not an address to dial for {host}" };

    private static string Option(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"--allow {(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}");
}
