using System.Text;

namespace Sandbox.Linux.Processes;

/// <summary>How a program ended and what was captured of its output.</summary>
public sealed record CommandResult
{
    /// <summary>The exit status, or 128 plus the signal's number.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The child was ended because <see cref="CommandSpec.Timeout"/> had passed.</summary>
    public bool TimedOut { get; init; }

    public ReadOnlyMemory<byte> StandardOutput { get; init; }

    public ReadOnlyMemory<byte> StandardError { get; init; }

    /// <summary>Output is missing: the limit was reached, or a grandchild kept the pipe open past the grace period.</summary>
    public bool Truncated { get; init; }

    /// <summary>Ended by itself with status 0.</summary>
    public bool Succeeded => ExitCode == 0 && !TimedOut;

    /// <summary>Standard output as UTF-8 text.</summary>
    public string OutputText => Encoding.UTF8.GetString(StandardOutput.Span);

    /// <summary>Standard error as UTF-8 text.</summary>
    public string ErrorText => Encoding.UTF8.GetString(StandardError.Span);
}
