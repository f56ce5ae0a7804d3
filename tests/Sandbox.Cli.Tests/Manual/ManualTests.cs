using System.Text.RegularExpressions;
using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Manual;

/// <summary>The manual pages, as man and groff see them.</summary>
public sealed class ManualTests
{
    private static readonly string[] Names = ["", "run", "exec", "enter", "stop", "bind", "list", "status", "logs", "plan", "agent", "agent install", "agent path", "image", "image build", "image list", "network", "network log", "network why", "config", "config show", "config path", "config validate", "config schema", "doctor", "verify", "generate", "completions", "man"];

    public static TheoryData<string> Verbs => [.. Names];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_page_has_no_warnings_and_says_all_that_help_says(string verb)
    {
        string[] path = verb.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using World world = new();
        string page = world.Run(["man", .. path.Length == 0 ? [] : (string[])[string.Join('-', path)]]).Expect(0).Output;
        world.AssertUntouched();
        ProcessResult warnings = ProcessRun.Run(Groff(page, "-ww", "-z")).ExpectExit();
        Assert.Empty(warnings.ErrorText + warnings.OutputText);

        string rendered = Words(ProcessRun.Run(Groff(page, "-P-cbou")).ExpectExit().OutputText);
        string help = world.Run([.. path, "--help"]).Expect(0).Output;
        foreach (string part in Regex.Split(help, @"\n\n|\n  (?! )|  +").Select(p => Words(p).Replace(" ...", "...", StringComparison.Ordinal)).Where(p => p.Length > 0 && !p.EndsWith(':')))
        {
            Assert.Contains(Whole(part), Whole(rendered), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Man_itself_finds_and_shows_the_written_pages_without_a_warning()
    {
        using World world = new();
        string share = Path.Combine(world.Root, "man");
        Assert.Equal(0, world.Run("man", "--out", share).Code);
        string[] pages = [.. Directory.GetFiles(Path.Combine(share, "man1")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(Names.Select(v => $"claude-sandbox{string.Concat(v.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => "-" + w))}.1").Order(StringComparer.Ordinal), pages);
        foreach (string page in pages)
        {
            ProcessRequest request = new ProcessRequest("/usr/bin/man", "--warnings", "-M", share, page[..^2]).WithVariable("MANPAGER", "cat").WithVariable("MAN_DISABLE_SECCOMP", "1");
            ProcessResult shown = ProcessRun.Run(request).ExpectExit();
            Assert.Empty(shown.ErrorText);
            Assert.Contains(page[..^2].ToUpperInvariant() + "(1)", shown.OutputText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_page_of_completions_is_as_verified()
    {
        using World world = new();
        Snapshot.Verify(Regex.Replace(world.Run("man", "completions").Expect(0).Output, "\"claude\\\\-sandbox [0-9.]+\"", "VERSION"), "man.completions", "1");
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_one_clear_line()
    {
        using World world = new();
        CliResult result = world.Run("man", "--out", "/proc/nowhere");
        Assert.Equal(1, result.Code);
        Assert.Matches(@"\Aclaude-sandbox: cannot write manual pages to /proc/nowhere: .*: name a directory you may write \[CS104\]\n\z", result.Error);
    }

    private static ProcessRequest Groff(string page, params IReadOnlyList<string> options) =>
        new("/usr/bin/groff", ["-man", "-Tutf8", .. options, "/dev/stdin"]) { Input = System.Text.Encoding.UTF8.GetBytes(page) };

    private static string Words(string text) => Regex.Replace(text, @"\s+", " ").Trim();

    // Where a line ends is the terminal's business, and a capital letter the page's.
    private static string Whole(string text) => text.Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}
