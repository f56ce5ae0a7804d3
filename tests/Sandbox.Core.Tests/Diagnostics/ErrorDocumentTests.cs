using System.Globalization;
using System.Text.RegularExpressions;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Core.Tests.Diagnostics;

/// <summary>docs/errors.md and the code name the same errors.</summary>
public sealed partial class ErrorDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "errors.md"));

    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>().Where(c => c != ErrorCode.None)];

    [Fact]
    public void Every_error_is_documented_and_nothing_else() =>
        Assert.Equal(
            Enum.GetValues<ErrorCode>().Where(c => c != ErrorCode.None).Select(c => $"CS{(int)c} {c}"),
            Heading().Matches(Document).Select(m => $"CS{m.Groups[1].Value} {m.Groups[2].Value}"));

    [Theory]
    [MemberData(nameof(Codes))]
    public void An_entry_says_what_it_means_what_is_printed_what_to_do_and_how_it_exits(ErrorCode code)
    {
        string[] lines = Entry(code);
        int bullets = Array.FindIndex(lines, l => l.StartsWith("- ", StringComparison.Ordinal));
        Assert.InRange(bullets, 1, 4);
        Assert.Equal(["- Message: ", "- Do: ", "- Exit: "], lines[bullets..].Select(l => l[..(l.IndexOf(": ", StringComparison.Ordinal) + 2)]));
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"- Exit: {ExitCodes.OfLaunch(code)} from run and exec, {ExitCodes.OfVerb(code)} from other verbs"), lines[^1]);
        string message = lines[bullets]["- Message: `".Length..^1];
        Assert.DoesNotContain('`', message);
        Assert.False(message.EndsWith('.') || char.IsUpper(message[0]) != message.StartsWith("HOME", StringComparison.Ordinal), message);
    }

    [Fact]
    public void The_hundreds_name_the_section_that_an_error_stands_in()
    {
        string section = string.Empty;
        foreach (string line in Document.Split('\n'))
        {
            section = line.StartsWith("## ", StringComparison.Ordinal) ? line[3..4] : section;
            Assert.True(!line.StartsWith("### CS", StringComparison.Ordinal) || line[6..7] == section, line);
        }
    }

    private static string[] Entry(ErrorCode code)
    {
        int start = Document.IndexOf($"### CS{(int)code} ", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{code} has no entry");
        IEnumerable<string> lines = Document[start..].Split('\n').Skip(1).TakeWhile(l => !l.StartsWith('#'));
        return [.. lines.Where(l => l.Length > 0)];
    }

    [GeneratedRegex(@"^### CS([0-9]{3}) `([A-Za-z]+)`$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
