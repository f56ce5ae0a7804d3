namespace Sandbox.Egress.Dns;

/// <summary>Types and classes of records (IANA, "DNS parameters") that are treated unlike all others.</summary>
internal static class DnsType
{
    public const ushort A = 1;
    public const ushort Ptr = 12;
    public const ushort Aaaa = 28;
    public const ushort Opt = 41;

    /// <summary>IXFR: with <see cref="WholeZone"/> the transfers, which are asked of servers that own a zone.</summary>
    public const ushort ZoneChanges = 251;
    public const ushort WholeZone = 252;

    public const ushort Internet = 1;
}
