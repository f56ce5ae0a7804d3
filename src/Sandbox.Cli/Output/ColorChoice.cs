namespace Sandbox.Cli.Output;

/// <summary>
/// When there is colour: as <c>--color</c> says; else never with NO_COLOR, CLICOLOR=0 or a dumb terminal, always with CLICOLOR_FORCE,
/// and otherwise on a terminal (https://no-color.org, https://bixense.com/clicolors).
/// </summary>
internal static class ColorChoice
{
    public const string Option = "--color";
    public const string Words = "auto|always|never";

    /// <summary>What the command line says, right or wrong; null when it says nothing.</summary>
    public static string? Given(IReadOnlyList<string> own)
    {
        for (int i = 0; i < own.Count; i++)
        {
            if (own[i].StartsWith(Option, StringComparison.Ordinal))
            {
                return own[i].Length == Option.Length ? own.Count > i + 1 ? own[i + 1] : null
                    : own[i][Option.Length] == '=' ? own[i][(Option.Length + 1)..] : null;
            }
        }

        return null;
    }

    /// <param name="given">The word after --color.</param>
    /// <param name="environment">The caller's variables.</param>
    /// <param name="isTerminal">Whether it is written to one; asked only where it decides.</param>
    public static Colors Decide(string? given, IReadOnlyDictionary<string, string> environment, Func<bool> isTerminal) => new(given switch
    {
        "always" => true,
        "never" => false,
        _ when Value(environment, "NO_COLOR").Length > 0 => false,
        _ when Value(environment, "CLICOLOR_FORCE") is not ("" or "0") => true,
        _ => Value(environment, "CLICOLOR") != "0" && Value(environment, "TERM") is not ("" or "dumb") && isTerminal(),
    });

    private static string Value(IReadOnlyDictionary<string, string> environment, string name) => environment.GetValueOrDefault(name, string.Empty);
}
