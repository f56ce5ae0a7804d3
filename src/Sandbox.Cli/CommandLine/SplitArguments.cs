namespace Sandbox.Cli.CommandLine;

/// <summary>The words before the first <c>--</c>, which are ours, and those after it, which are nobody's business but the payload's.</summary>
/// <param name="Own">Options, verb and directory.</param>
/// <param name="Payload">Everything after the first <c>--</c>, untouched; null when there is none.</param>
internal sealed record SplitArguments(IReadOnlyList<string> Own, IReadOnlyList<string>? Payload)
{
    public static SplitArguments Of(IReadOnlyList<string> arguments)
    {
        int separator = arguments.ToList().IndexOf("--");
        return separator < 0
            ? new SplitArguments(arguments, null)
            : new SplitArguments([.. arguments.Take(separator)], [.. arguments.Skip(separator + 1)]);
    }
}
