namespace Sandbox.Verify.Running;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Or 128 plus the signal's number.</param>
/// <param name="Output">What it wrote on standard output.</param>
/// <param name="Error">What it wrote on standard error.</param>
/// <param name="TimedOut">It was ended because it took too long.</param>
internal sealed record RunResult(int ExitCode, byte[] Output, string Error, bool TimedOut)
{
    /// <summary>The last line of standard error that says something.</summary>
    public string LastError => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(string.Empty);
}
