namespace Sandbox.Cli.CommandLine;

/// <summary>The words before the first <c>--</c>, which are ours, and those after it, which are nobody's business but the payload's.</summary>
/// <param name="Own">Options, verb and directory.</param>
/// <param name="Payload">Everything after the first <c>--</c>, untouched; null when there is none.</param>
internal sealed record SplitArguments(IReadOnlyList<string> Own, IReadOnlyList<string>? Payload)
{
    /// <summary>No verb was given, and the default one stands in front.</summary>
    public bool HasDefaultVerb { get; init; }

    public static SplitArguments Of(IReadOnlyList<string> arguments)
    {
        int separator = arguments.ToList().IndexOf("--");
        return separator < 0
            ? new SplitArguments([.. arguments.Select(Spelled)], null)
            : new SplitArguments([.. arguments.Take(separator).Select(Spelled)], [.. arguments.Skip(separator + 1)]);
    }

    // As those write it who come from a launcher of virtual machines (N109).
    private static string Spelled(string word) =>
        string.Equals(word, "--mem", StringComparison.Ordinal) ? "--memory" : word.StartsWith("--mem=", StringComparison.Ordinal) ? $"--memory{word.AsSpan(5)}" : word;

    /// <summary>The first word when it is a verb or asks about the program itself, else the default verb in front.</summary>
    public SplitArguments WithVerb() =>
        Own.Count > 0 && (Verbs.All.Contains(Own[0], StringComparer.Ordinal) || Own[0] is "--help" or "-h" or "--version")
            ? this
            : this with { Own = [Verbs.Run, .. Own], HasDefaultVerb = true };
}
