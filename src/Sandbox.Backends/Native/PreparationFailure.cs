using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Backends.Native;

/// <summary>What a program that prepares a sandbox said when it failed, as one line that says what to do.</summary>
internal static class PreparationFailure
{
    private const int Longest = 2048;

    public static SandboxException Explain(Preparation preparation, int code)
    {
        string[] lines = preparation.Messages.Text(Longest).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string why = lines.Length > 0 ? PrintableText.Escape(lines[^1]) : code > ExitCodes.SignalBase ? FormattableString.Invariant($"it was ended by signal {code - ExitCodes.SignalBase}") : FormattableString.Invariant($"it ended with {code}");
        bool forbidden = why.Contains("ermission denied", StringComparison.Ordinal) || why.Contains("not permitted", StringComparison.Ordinal);
        string advice = forbidden ? "user namespaces may be forbidden here (`claude-sandbox doctor` says how to allow them)" : "run `claude-sandbox plan` to see what was being built";
        return new SandboxException(ErrorCode.Preparation, $"{preparation.Name} could not make the sandbox: {why}: {advice}");
    }
}
