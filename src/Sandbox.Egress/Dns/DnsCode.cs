namespace Sandbox.Egress.Dns;

/// <summary>Response codes (RFC 1035 4.1.1, RFC 6891).</summary>
internal enum DnsCode
{
    Good = 0,
    FormatError = 1,
    ServerFailure = 2,
    NoSuchName = 3,
    NotImplemented = 4,
    Refused = 5,

    /// <summary>A version of EDNS that is not 0; its upper bits go into the OPT record.</summary>
    BadVersion = 16,
}
