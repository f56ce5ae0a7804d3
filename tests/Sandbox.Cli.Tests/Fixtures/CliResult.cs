using System.Text.RegularExpressions;

namespace Sandbox.Cli.Tests.Fixtures;

/// <summary>How a command line ended, and what every such end must look like.</summary>
internal sealed partial record CliResult(World World, string Arguments, int Code, string Output, string Error)
{
    public const int Refused = 125;
    public const int Usage = 2;
    public const int Failed = 1;

    public byte[] OutputBytes { get; init; } = [];

    public string[] Lines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The messages without our name in front, with the paths of this run replaced.</summary>
    public IEnumerable<string> Messages => Lines.Select(l => Plain(l)["claude-sandbox: ".Length..]);

    /// <summary>
    /// Refused as documented: that exit code, nothing on stdout, on stderr one well-formed line for each mistake, and nothing
    /// in the world touched.
    /// </summary>
    public CliResult ExpectRefusal(int code, params IReadOnlyList<string> messages)
    {
        Assert.True(Code == code, $"{Arguments}: exit {Code} instead of {code}: {Error}{Output}");
        Assert.Empty(Output);
        Assert.All(Lines, l => Assert.Matches(Form(), l));
        Assert.Equal(messages, Messages);
        World.AssertUntouched();
        return this;
    }

    /// <summary>The end that was expected, with nothing on stderr that a program in a terminal would mind.</summary>
    public CliResult Expect(int code)
    {
        Assert.True(Code == code, $"{Arguments}: exit {Code} instead of {code}: {Error}{Output}");
        Assert.DoesNotContain('\u001b', Error);
        return this;
    }

    public string Plain(string text) =>
        text.Replace(World.Project, "PROJECT", StringComparison.Ordinal).Replace(World.Home, "HOME", StringComparison.Ordinal).Replace(World.Root, "ROOT", StringComparison.Ordinal);

    // Our name, lower case unless it begins with a name of somebody else's, no full stop, a code.
    [GeneratedRegex(@"\Aclaude-sandbox: (?:\p{Ll}|HOME|XDG_|/|--|'|-)[^\p{Cc}]*[^.\p{Cc}] \[CS[1-6][0-9]{2}\]\z")]
    private static partial Regex Form();
}
