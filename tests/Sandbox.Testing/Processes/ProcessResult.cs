using System.Globalization;
using System.Text;

namespace Sandbox.Testing;

/// <summary>How a process ended and what it wrote. Exactly one of <see cref="ExitCode"/> and <see cref="Signal"/> is set.</summary>
public sealed record ProcessResult
{
    private const int LongestExcerpt = 4000;

    /// <summary>The command line, for messages.</summary>
    public required string Command { get; init; }

    /// <summary>The code that the process exited with; null when a signal ended it.</summary>
    public required int? ExitCode { get; init; }

    /// <summary>The signal that ended the process; null when it exited. An exit with 128+N is an exit.</summary>
    public required Signal? Signal { get; init; }

    public required byte[] Output { get; init; }

    public required byte[] Error { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>A descendant kept stdout or stderr open after the process had ended; what it writes later is lost.</summary>
    public required bool OutputHeldOpen { get; init; }

    /// <summary>Stdout as UTF-8; invalid bytes become U+FFFD.</summary>
    public string OutputText => Encoding.UTF8.GetString(Output);

    /// <summary>Stderr as UTF-8; invalid bytes become U+FFFD.</summary>
    public string ErrorText => Encoding.UTF8.GetString(Error);

    /// <summary>Returns this result when the process exited with <paramref name="code"/>.</summary>
    /// <exception cref="TestFailureException">It ended otherwise; the message carries its output.</exception>
    public ProcessResult ExpectExit(int code = 0) =>
        ExitCode == code ? this : throw new TestFailureException($"expected exit {code} of {this}");

    /// <summary>Returns this result when <paramref name="signal"/> ended the process.</summary>
    /// <exception cref="TestFailureException">It ended otherwise; the message carries its output.</exception>
    public ProcessResult ExpectSignal(Signal signal) =>
        Signal == signal ? this : throw new TestFailureException($"expected signal {signal} to end {this}");

    public override string ToString()
    {
        string end = ExitCode is int code ? $"exit {code.ToString(CultureInfo.InvariantCulture)}" : $"signal {Signal}";
        return $"{Command}\nended: {end} after {Duration.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)} ms\n"
            + $"--- stdout ({Output.Length} bytes)\n{Excerpt(OutputText)}\n--- stderr ({Error.Length} bytes)\n{Excerpt(ErrorText)}";
    }

    private static string Excerpt(string text) =>
        text.Length <= LongestExcerpt ? text : $"{text[..LongestExcerpt]}\n... {text.Length - LongestExcerpt} more characters";
}
