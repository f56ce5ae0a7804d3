using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Sandbox.Core.Secrets;

/// <summary>
/// Bytes that must not appear in output, logs, arguments or files by accident. It prints as ***, refuses to be serialised and
/// converts to nothing; whoever needs the value says <see cref="Reveal"/>, which a reviewer can search for.
/// </summary>
[DebuggerDisplay("***")]
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class Secret
{
    private readonly byte[] _bytes;

    private Secret(byte[] bytes)
    {
        _bytes = bytes;
    }

    /// <summary>Takes a copy.</summary>
    public static Secret FromBytes(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>The text's UTF-8 form.</summary>
    public static Secret FromText(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes themselves, for a descriptor or a private file.</summary>
    public ReadOnlySpan<byte> Reveal() => _bytes;

    /// <summary>The value as text, for an environment block or a header.</summary>
    public string RevealText() => Encoding.UTF8.GetString(_bytes);

    /// <summary>Compares in a time that does not depend on the contents.</summary>
    public bool Matches(Secret other) => CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    /// <summary>Always ***.</summary>
    public override string ToString() => "***";
}
