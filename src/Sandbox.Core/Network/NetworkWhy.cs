using System.Globalization;
using System.Text;

namespace Sandbox.Core.Network;

/// <summary>A verdict in words, for <c>network why HOST[:PORT]</c>.</summary>
public static class NetworkWhy
{
    /// <summary>One line a port: "example.com:443: refused: no rule allows it; --allow example.com:443 would".</summary>
    /// <param name="rules">The rules that hold.</param>
    /// <param name="host">The host asked about.</param>
    /// <param name="port">The port, or null for every port that some rule names and the common ones.</param>
    /// <returns>Lines, each with its line end.</returns>
    public static string Explain(NetworkRules rules, HostName host, int? port)
    {
        StringBuilder text = new();
        foreach (int one in port is { } asked ? [asked] : rules.Ports)
        {
            text.Append(Line(host, one, rules.Decide(host, one)));
        }

        if (!host.IsAddress && rules.MayHave(host))
        {
            text.Append("where the name leads is checked when it is dialled: addresses that are not public need a rule of their own\n");
        }

        return text.ToString();
    }

    private static string Line(HostName host, int port, Verdict verdict)
    {
        string place = host.ToString().Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host.ToString();
        string answer = verdict.Allowed ? "allowed" : "refused";
        string remedy = verdict.Remedy is null ? string.Empty : $"; {verdict.Remedy} would allow it";
        return string.Create(CultureInfo.InvariantCulture, $"{place}:{port}: {answer}: {verdict.Reason}{remedy}\n");
    }
}
