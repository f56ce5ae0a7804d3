using System.CommandLine;

namespace Sandbox.Cli.CommandLine;

/// <summary>The words that make a policy: those of a command line, or what configuration has made of them.</summary>
/// <param name="options">Which options there are.</param>
/// <param name="parsed">The command line.</param>
/// <param name="configured">By the option's name: the words of every setting, which count in place of the command line's; null without configuration.</param>
internal sealed class SandboxWords(SandboxOptions options, ParseResult parsed, IReadOnlyDictionary<string, string[]>? configured = null)
{
    public SandboxOptions Options => options;

    public ParseResult Parsed => parsed;

    public string[] Many(Option<string[]> option) => ManyOr(option, []);

    /// <summary>The same, with what holds when the command line has none; configuration always says what holds.</summary>
    public string[] ManyOr(Option<string[]> option, IReadOnlyList<string> otherwise) =>
        configured is not null ? configured[option.Name]
        : parsed.CommandResult.Command.Options.Contains(option) && parsed.GetValue(option) is { Length: > 0 } words ? words
        : [.. otherwise];

    public string? One(Option<string> option) => configured is null ? parsed.GetValue(option) : configured[option.Name] is [{ } word, ..] ? word : null;

    public bool Flag(Option<bool> option) => configured is null ? parsed.GetValue(option) : configured[option.Name] is ["true"];

    /// <summary>Whether it stands on the command line.</summary>
    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>What the command line itself says of an option, whatever its kind; null when it is not there.</summary>
    public IReadOnlyList<string>? Given(Option option) => !IsGiven(option) ? null : option switch
    {
        Option<string[]> many => parsed.GetValue(many) ?? [],
        Option<string> one => [parsed.GetValue(one)!],
        _ => ["true"],
    };
}
