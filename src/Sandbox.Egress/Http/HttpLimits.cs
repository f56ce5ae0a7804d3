namespace Sandbox.Egress.Http;

/// <summary>What a peer may make this process hold.</summary>
internal static class HttpLimits
{
    /// <summary>Bytes of a request or response head, its closing empty line counted.</summary>
    public const int Head = 64 * 1024;

    /// <summary>Fields of one head.</summary>
    public const int Fields = 128;

    /// <summary>Bytes of a method.</summary>
    public const int Method = 32;

    /// <summary>Bytes of a chunk's size line, its extensions counted.</summary>
    public const int ChunkLine = 256;

    /// <summary>Bytes of the trailer after the last chunk.</summary>
    public const int Trailer = 8 * 1024;

    /// <summary>Digits of a Content-Length: below 2^63 whatever they are.</summary>
    public const int LengthDigits = 18;

    /// <summary>Hexadecimal digits of a chunk's size.</summary>
    public const int ChunkDigits = 15;

    /// <summary>Bytes that are copied at a time.</summary>
    public const int Copy = 64 * 1024;
}
