using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Completion;

/// <summary>The scripts of <c>completions</c>, in the real shells.</summary>
public sealed class CompletionTests
{
    /// <summary>Words, the last of them being written; what is offered, at least and in this order.</summary>
    public static TheoryData<string, string[]> Lines => new()
    {
        { "pl", ["plan"] },
        { "comp", ["completions"] },
        { "agent ", ["install", "path"] },
        { "network wh", ["why"] },
        { "--netw", ["--network"] },
        { "exec --deskt", ["--desktop"] },
        { "plan --compi", ["--compile"] },
        { "network why --pres", ["--preset"] },
        { "agent path --hel", ["--help"] },
        { "exec --network ", ["allowlist", "host", "none"] },
        { "--network=n", ["none"] },
        { "--credentials ", ["broker", "env", "file", "none"] },
        { "--backend ", ["auto", "bubblewrap", "native", "nspawn", "vm"] },
        { "--color=al", ["always"] },
        { "exec --forward pul,aud", ["pul,audio"] },
        { "exec --forward ssh-agent,x", ["ssh-agent,x11"] },
        { "--preset git", ["github"] },
        { "--allow-write .gi", [".git/hooks"] },
        { "--ro /etc/hostn", ["/etc/hostname"] },
        { "--rw=/etc/hostn", ["/etc/hostname"] },
        { "exec --env LAN", ["LANG"] },
        { "completions ", ["bash", "fish", "zsh"] },
        { "man network-w", ["network-why"] },
        { "exec . -- mkfif", ["mkfifo"] },
        { "exec . -- cat /etc/hostn", ["/etc/hostname"] },
        { "plan -- mkfif", ["mkfifo"] },
    };

    /// <summary>What must not be offered.</summary>
    public static TheoryData<string, string> Silence => new()
    {
        { "exec pl", "plan" },
        { "exec . -- --netw", "--network" },
        { "plan --she . -- --she", "--shell" },
        { "exec --forward x11,x", "x11,x11" },
        { "agent path --netw", "--network" },
        { "run /etc/hostn", "/etc/hostname" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Bash_offers(string line, string[] words) => Assert.Equal(Values(line, words), Bash(line));

    [Theory]
    [MemberData(nameof(Lines))]
    public void Fish_offers(string line, string[] words) => Assert.Equal(words, Fish(line).Select(w => Value(line, w)).Where(w => !w.EndsWith('/')));

    [Theory]
    [MemberData(nameof(Silence))]
    public void Bash_does_not_offer(string line, string word) => Assert.DoesNotContain(word, Bash(line));

    [Theory]
    [MemberData(nameof(Silence))]
    public void Fish_does_not_offer(string line, string word) => Assert.DoesNotContain(word, Fish(line));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void The_script_is_one_that_the_shell_can_read_and_names_every_verb_and_option(string shell)
    {
        string script = Script(shell);
        ProcessResult read = ProcessRun.Run(new ProcessRequest($"/usr/bin/{shell}", "-n", "/dev/stdin") { Input = System.Text.Encoding.UTF8.GetBytes(script) }).ExpectExit();
        Assert.Empty(read.ErrorText);

        using World world = new();
        foreach (string verb in (string[])["", "run", "exec", "plan", "agent install", "agent path", "network log", "network why", "completions", "man"])
        {
            string[] path = verb.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(path, w => Assert.Contains(w, script, StringComparison.Ordinal));
            string[] options = [.. world.Run([.. path, "--help"]).Output.Split('\n').Where(l => l.StartsWith("  --", StringComparison.Ordinal)).Select(l => l.Trim().Split(' ')[0].TrimEnd(','))];
            Assert.NotEmpty(verb is "agent path" ? ["--help"] : options);
            Assert.All(options, o => Assert.Contains(shell == "fish" ? $" -l {o[2..]} " : o, script, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Directories_are_offered_where_a_project_goes_and_files_are_not()
    {
        using World world = new();
        world.Make("project/sub");
        world.WriteFile("project/summary", "x");
        Assert.Equal(["sub"], Bash("exec su", world.Project));
        Assert.Equal(["sub/"], Fish("exec su", world.Project));
    }

    internal static string Script(string shell)
    {
        using World world = new();
        return world.Run("completions", shell).Expect(0).Output;
    }

    // Bash hands over "--option=value" as three words and takes the third alone.
    private static string[] Values(string line, string[] words) => Assert.IsType<string[]>(words).Length > 0 ? words : [line];

    private static string Value(string line, string word) =>
        line[(line.LastIndexOf(' ') + 1)..] is { } last && last.StartsWith("--", StringComparison.Ordinal) && last.Contains('=', StringComparison.Ordinal) ? word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..] : word;

    private static string[] Bash(string line, string directory = "/")
    {
        const string Complete = """
            COMP_WORDS=(claude-sandbox "$@") COMP_CWORD=$#
            _claude_sandbox
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        List<string> words = [];
        foreach (string word in line.Split(' '))
        {
            int equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            words.AddRange(equals < 0 ? [word] : [word[..equals], "=", word[(equals + 1)..]]);
        }

        ProcessRequest request = new("/usr/bin/bash", ["--norc", "-c", $"{Script("bash")}\n{Complete}", "bash", .. words]) { WorkingDirectory = directory };
        ProcessResult result = ProcessRun.Run(request.WithVariable("LANG", "C.UTF-8")).ExpectExit();
        Assert.Empty(result.ErrorText);
        return Sorted(result);
    }

    private static string[] Fish(string line, string directory = "/")
    {
        using World world = new();
        ProcessRequest request = new("/usr/bin/fish", "--no-config", "-c", Script("fish") + "\ncomplete -C \"$argv\"", "claude-sandbox " + line) { WorkingDirectory = directory };
        ProcessResult result = ProcessRun.Run(request.WithVariable("HOME", world.Home)).ExpectExit();
        Assert.Empty(result.ErrorText);
        return Sorted(result);
    }

    private static string[] Sorted(ProcessResult result) =>
        [.. result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
