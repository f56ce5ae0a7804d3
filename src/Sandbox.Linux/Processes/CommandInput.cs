namespace Sandbox.Linux.Processes;

/// <summary>What the child reads on descriptor 0.</summary>
public sealed class CommandInput
{
    private CommandInput(bool inherits, ReadOnlyMemory<byte> bytes)
    {
        Inherits = inherits;
        Bytes = bytes;
    }

    /// <summary>End of file at once.</summary>
    public static CommandInput Empty { get; } = new(false, ReadOnlyMemory<byte>.Empty);

    /// <summary>The caller's own descriptor 0.</summary>
    public static CommandInput Inherit { get; } = new(true, ReadOnlyMemory<byte>.Empty);

    internal bool Inherits { get; }

    internal ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>These bytes, then end of file. A child that stops reading early is not an error.</summary>
    public static CommandInput FromBytes(ReadOnlyMemory<byte> bytes) => new(false, bytes);
}
