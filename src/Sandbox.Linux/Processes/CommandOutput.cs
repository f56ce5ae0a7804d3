namespace Sandbox.Linux.Processes;

/// <summary>Where what the child writes to descriptor 1 or 2 goes.</summary>
public sealed class CommandOutput
{
    /// <summary>Bytes kept by <see cref="Capture"/> unless told otherwise.</summary>
    public const int DefaultLimit = 1024 * 1024;

    private CommandOutput(bool inherits, int limit, Action<string>? line)
    {
        Inherits = inherits;
        Limit = limit;
        Line = line;
    }

    /// <summary>The caller's own descriptor, for programs that use the terminal.</summary>
    public static CommandOutput Inherit { get; } = new(true, 0, null);

    /// <summary>Read and thrown away.</summary>
    public static CommandOutput Discard { get; } = new(false, 0, null);

    internal bool Inherits { get; }

    internal int Limit { get; }

    internal Action<string>? Line { get; }

    /// <summary>Kept up to <paramref name="limit"/> bytes; the rest is read (so that the child never blocks) and dropped.</summary>
    public static CommandOutput Capture(int limit = DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return new(false, limit, null);
    }

    /// <summary>
    /// Called once per line, in order, without its line feed, as UTF-8 text; a line longer than 64 KiB comes in pieces.
    /// An exception from it ends the child and surfaces from the run.
    /// </summary>
    public static CommandOutput Lines(Action<string> line) => new(false, 0, line);
}
