using System.Text;

namespace Sandbox.Architecture.Tests;

/// <summary>Every file that people write: UTF-8 without a byte order mark, LF, no path of anybody's machine.</summary>
public sealed class TextFileTests
{
    private static readonly string[] Endings =
        [".cs", ".csproj", ".props", ".targets", ".md", ".txt", ".json", ".sh", ".yml", ".yaml", ".nix", ".scriban", ".S", ".c", ".h", ".editorconfig", ".gitignore", "Makefile"];

    private static readonly string[] TopLevel = [".editorconfig", ".gitignore", "BannedSymbols.txt", "Directory.Build.props", "Directory.Packages.props", "Makefile", "flake.nix", "global.json", "LICENSE"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static IEnumerable<string> All =>
        new[] { "src", "templates", "nix", "tests", "docs", "scripts", ".ci" }.SelectMany(Solution.Files)
            .Where(f => Endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)) || f.StartsWith("scripts/", StringComparison.Ordinal) || f.StartsWith(".ci/", StringComparison.Ordinal))
            .Concat(TopLevel.Where(f => File.Exists(Path.Combine(Solution.Root, f))));

    [Fact]
    public void Text_is_UTF_8_with_plain_line_ends()
    {
        List<string> wrong = [];
        foreach (string file in All)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(Solution.Root, file));
            if (bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) || bytes.AsSpan().Contains((byte)'\r'))
            {
                wrong.Add(file);
            }

            _ = Strict.GetCharCount(bytes);
        }

        Rule.Unbroken(wrong);
    }

    [Fact]
    public void Text_ends_with_a_line_end_and_lines_with_their_last_word()
    {
        IEnumerable<string> texts = All.Where(f => !f.Contains(".verified.", StringComparison.Ordinal));
        Rule.Unbroken(texts.Where(f => Solution.Read(f) is { Length: > 0 } text && !text.EndsWith('\n')));
        Rule.Unbroken(texts.Where(f => !f.EndsWith(".md", StringComparison.Ordinal) && Solution.Lines(f).Any(l => l.EndsWith(' ') || l.EndsWith('\t'))));
    }

    [Fact]
    public void No_file_names_a_place_of_the_machine_that_it_was_written_on()
    {
        // Written apart, so that this file does not find itself.
        string[] places = ["/tmp" + "/h/", "/work" + "/main", "/work" + "/shared", Solution.Root == "/" ? "\0" : Solution.Root + "/"];
        Rule.Unbroken(All.Where(f => places.Any(p => Solution.Read(f).Contains(p, StringComparison.Ordinal))));
    }
}
