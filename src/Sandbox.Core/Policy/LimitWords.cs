using System.Globalization;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Core.Policy;

/// <summary>Reads the words of <see cref="LimitsPolicy"/>.</summary>
public static class LimitWords
{
    /// <summary>No limit.</summary>
    public const string None = "none";

    /// <summary>Below it nothing starts.</summary>
    public const long LeastMemory = 16L << 20;

    public const int LeastProcesses = 8;
    public const int MostProcesses = 4_194_304;

    private const string Units = "KMGT";

    /// <summary>Every mistake in the words.</summary>
    public static void Check(LimitsPolicy limits, Findings findings)
    {
        if (limits.Memory is { } memory && !IsNone(memory) && (Bytes(memory, 1L << 40) is not { } bytes || (bytes < LeastMemory && !memory.EndsWith('%'))))
        {
            findings.Add(ErrorCode.InvalidPolicy, $"--memory {Shown(memory)}: use a size of at least 16M (512M, 2G, 1.5G), a share of the machine (50%), or none");
        }

        if (limits.Cpus is { } cpus && !IsNone(cpus) && Hundredths(cpus) is null)
        {
            findings.Add(ErrorCode.InvalidPolicy, $"--cpus {Shown(cpus)}: use a number of processors from 0.01 to 1024 (2, 1.5), or none");
        }

        if (limits.Processes is { } processes && !IsNone(processes) && Count(processes) is null)
        {
            findings.Add(ErrorCode.InvalidPolicy, FormattableString.Invariant($"--pids {Shown(processes)}: use a number from {LeastProcesses} to {MostProcesses}, or none"));
        }

        if (limits.TmpSize is { } size && Bytes(size, 1L << 40) is not > 0)
        {
            findings.Add(ErrorCode.InvalidPolicy, $"--tmp-size {Shown(size)}: use a size (512M, 2G) or a share of the machine's memory (10%)");
        }
    }

    public static bool IsNone(string word) => string.Equals(word, None, StringComparison.Ordinal);

    /// <summary>Bytes, or null when it is no size.</summary>
    /// <param name="word">Digits with an optional fraction, then nothing, K, M, G or T (with or without iB), or %.</param>
    /// <param name="whole">What a share is of, in bytes.</param>
    public static long? Bytes(string word, long whole)
    {
        if (word.EndsWith('%'))
        {
            return Number(word[..^1]) is { } share and > 0 and <= 100 ? (long)(whole / 100m * share) : null;
        }

        string text = word.EndsWith("iB", StringComparison.Ordinal) ? word[..^2] : word;
        int unit = text.Length > 0 ? Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) : -1;
        if (text.Length < word.Length && unit < 0)
        {
            return null;
        }

        decimal factor = unit < 0 ? 1 : 1L << (10 * (unit + 1));
        return Number(unit < 0 ? text : text[..^1]) is { } number and < 1_000_000_000_000_000 && number * factor < long.MaxValue ? (long)(number * factor) : null;
    }

    /// <summary>Hundredths of a processor, or null.</summary>
    public static int? Hundredths(string word) =>
        Number(word) is { } number and >= 0.01m and <= 1024 && decimal.Round(number, 2) == number ? (int)(number * 100) : null;

    public static int? Count(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= LeastProcesses and <= MostProcesses ? count : null;

    private static decimal? Number(string text) =>
        text.Length is > 0 and < 20 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    private static string Shown(string word) => word.Length == 0 ? "''" : PrintableText.Escape(word);
}
