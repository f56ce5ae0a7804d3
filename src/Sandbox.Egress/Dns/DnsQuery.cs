namespace Sandbox.Egress.Dns;

/// <summary>One question, as it was sent. Points into the message it was read from.</summary>
internal readonly ref struct DnsQuery
{
    /// <summary>Octets of a header.</summary>
    public const int HeaderLength = 12;

    /// <summary>The first 12 octets.</summary>
    public required ReadOnlySpan<byte> Header { get; init; }

    /// <summary>Name, type and class as they were sent, capitals included: resolvers compare them with what they asked.</summary>
    public ReadOnlySpan<byte> Question { get; init; }

    /// <summary>The name as text, each label followed by a dot but the last; a dot or anything else inside a label makes it no host's.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Whether a label holds a dot of its own, so that <see cref="Name"/> could be read as another name.</summary>
    public bool HasDottedLabel { get; init; }

    public ushort Type { get; init; }

    public ushort Class { get; init; }

    /// <summary>The version of EDNS that the client speaks, or -1 for none.</summary>
    public int EdnsVersion { get; init; }
}
