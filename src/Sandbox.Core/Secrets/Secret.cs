namespace Sandbox.Core.Secrets;

/// <summary>
/// Bytes that must not be seen. Cannot be printed, compared into a log, interpolated or serialised: every textual form is <c>***</c>.
/// </summary>
public sealed class Secret
{
    private readonly byte[] _bytes;

    public Secret(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    public int Length => _bytes.Length;

    /// <summary>The bytes themselves, for whoever writes them into a sealed plan.</summary>
    public ReadOnlySpan<byte> Reveal() => _bytes;

    public override string ToString() => "***";
}
