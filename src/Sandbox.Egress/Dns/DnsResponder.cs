using System.Net;
using System.Text;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Egress.Log;
using Sandbox.Egress.Names;

namespace Sandbox.Egress.Dns;

/// <summary>
/// Answers every query out of the rules, alone: a name that some rule may allow has one address, which stands for it inside; any other does not
/// exist. Nothing is ever asked of another server, so a name that is looked up tells nobody anything (NW-11).
/// </summary>
/// <param name="rules">The rules that hold now.</param>
/// <param name="names">The addresses that stand for names.</param>
/// <param name="log">Takes the refusals.</param>
/// <param name="time">The clock.</param>
public sealed class DnsResponder(Func<NetworkRules> rules, FakeNames names, IEgressLog log, TimeProvider time)
{
    private const string ReverseSuffix = ".in-addr.arpa";
    private const string ReverseSuffix6 = ".ip6.arpa";
    private const string Localhost = "localhost";

    private readonly DnsRefusals _refusals = new(log, time);

    /// <summary>The answer to one message, or null when none is due. Never throws, whatever the message holds.</summary>
    public byte[]? Answer(ReadOnlySpan<byte> message)
    {
        DnsCode? code = DnsReader.Read(message, stackalloc byte[DnsReader.MaxName], out DnsQuery query);
        return code switch
        {
            null => null,
            DnsCode.Good => Answer(query),
            _ => DnsWriter.Empty(query, code.Value),
        };
    }

    private byte[] Answer(DnsQuery query)
    {
        if (query.Class != DnsType.Internet || query.Type is DnsType.WholeZone or DnsType.ZoneChanges)
        {
            return DnsWriter.Empty(query, DnsCode.Refused);
        }

        string problem = "a part between dots holds a dot";
        if (query.HasDottedLabel || !HostName.TryParse(query.Name, out HostName? host, out problem))
        {
            return Refuse(query, PrintableText.Escape(Encoding.Latin1.GetString(query.Name)), new Verdict { Allowed = false, Reason = $"not a host name: {problem}" });
        }

        string text = host.ToString();
        if (IsOrIsBelow(text, Localhost))
        {
            return Loopback(query);
        }

        if (text.EndsWith(ReverseSuffix, StringComparison.Ordinal) || text.EndsWith(ReverseSuffix6, StringComparison.Ordinal))
        {
            return Reverse(query, text);
        }

        if (host.IsAddress)
        {
            return Refuse(query, text, new Verdict { Allowed = false, Reason = "an address is not looked up" });
        }

        NetworkRules now = rules();
        if (!now.MayHave(host))
        {
            return Refuse(query, text, WithoutPort(host, now.Decide(host, 443)));
        }

        if (query.Type != DnsType.A)
        {
            return DnsWriter.Empty(query, DnsCode.Good);
        }

        return names.TryGetAddress(host, out IPAddress? address) ? DnsWriter.Address(query, address) : Full(query, text);
    }

    private byte[] Refuse(DnsQuery query, string name, Verdict verdict)
    {
        _refusals.Add(name, verdict);
        return DnsWriter.Empty(query, DnsCode.NoSuchName);
    }

    private byte[] Full(DnsQuery query, string name)
    {
        _refusals.Add(name, new Verdict { Allowed = false, Reason = "more names were looked up than there are addresses for" });
        return DnsWriter.Empty(query, DnsCode.ServerFailure);
    }

    // RFC 6761: the machine itself is the sandbox.
    private static byte[] Loopback(DnsQuery query) => query.Type switch
    {
        DnsType.A => DnsWriter.Address(query, IPAddress.Loopback),
        DnsType.Aaaa => DnsWriter.Address(query, IPAddress.IPv6Loopback),
        _ => DnsWriter.Empty(query, DnsCode.Good),
    };

    private byte[] Reverse(DnsQuery query, string text)
    {
        if (!text.EndsWith(ReverseSuffix, StringComparison.Ordinal))
        {
            return DnsWriter.Empty(query, DnsCode.NoSuchName);
        }

        string address = string.Join('.', Enumerable.Reverse(text[..^ReverseSuffix.Length].Split('.')));
        if (!HostName.TryParse(address, out HostName? literal, out _) || literal.Address is null || Name(literal.Address) is not { } name)
        {
            return DnsWriter.Empty(query, DnsCode.NoSuchName);
        }

        return query.Type == DnsType.Ptr ? DnsWriter.Pointer(query, name) : DnsWriter.Empty(query, DnsCode.Good);
    }

    private HostName? Name(IPAddress address) =>
        address.Equals(IPAddress.Loopback) && HostName.TryParse(Localhost, out HostName? localhost, out _) ? localhost : names.Find(address);

    private static bool IsOrIsBelow(string name, string parent) =>
        name.EndsWith(parent, StringComparison.Ordinal) && (name.Length == parent.Length || name[^(parent.Length + 1)] == '.');

    // Which port would have been asked for is not known yet: the entry without one opens those of the web.
    private static Verdict WithoutPort(HostName host, Verdict verdict) => verdict with { Remedy = verdict.Remedy is null ? null : $"--allow {host}" };
}
