using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Egress.Dns;
using Sandbox.Egress.Log;
using Sandbox.Egress.Names;

namespace Sandbox.Egress.Tests.Dns;

/// <summary>A responder with its rules, names, log and clock.</summary>
internal sealed class DnsWorld : IEgressLog
{
    private readonly List<EgressRecord> _records = [];

    public DnsWorld(string[] allow, params string[] deny)
    {
        Rules = Read(allow, deny);
        Responder = new DnsResponder(() => Rules, Names, this, Clock);
    }

    public NetworkRules Rules { get; set; }

    public FakeNames Names { get; } = new();

    public ManualClock Clock { get; } = new();

    public DnsResponder Responder { get; }

    public EgressRecord[] Records
    {
        get
        {
            lock (_records)
            {
                return [.. _records];
            }
        }
    }

    public static NetworkRules Read(string[] allow, params string[] deny)
    {
        Findings findings = new();
        NetworkRules rules = NetworkRules.Parse(allow, deny, [], findings);
        findings.ThrowIfAny();
        return rules;
    }

    public static HostName Host(string text)
    {
        Assert.True(HostName.TryParse(text, out HostName? host, out string problem), problem);
        return host;
    }

    public DnsAnswer Ask(string name, ushort type = DnsWire.A) => Ask(DnsWire.Query(name, type));

    public DnsAnswer Ask(byte[] message) => DnsAnswer.Read(Responder.Answer(message));

    public void Write(EgressRecord record)
    {
        lock (_records)
        {
            _records.Add(record);
        }
    }
}
