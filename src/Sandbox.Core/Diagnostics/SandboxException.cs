namespace Sandbox.Core.Diagnostics;

/// <summary>
/// A failure that a user can act on: one line, lower case, no full stop, saying what failed, on what, why, and what to do next.
/// </summary>
public sealed class SandboxException : Exception
{
    public SandboxException(ErrorCode code, string message, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
    }

    /// <summary>The stable code, printed as <c>CSnnn</c>.</summary>
    public ErrorCode Code { get; }

    /// <summary>
    /// Further findings of the same pass (each a whole message of its own), so that every mistake is reported at once.
    /// </summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The codes of <see cref="Others"/>, in their order; empty when all of them have <see cref="Code"/>.</summary>
    public IReadOnlyList<ErrorCode> OtherCodes { get; init; } = [];
}
