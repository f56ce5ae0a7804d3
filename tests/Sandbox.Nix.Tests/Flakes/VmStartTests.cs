namespace Sandbox.Nix.Tests.Flakes;

/// <summary>What is said to the machine by the script that starts it, with a stand-in for the machine.</summary>
public sealed class VmStartTests : IDisposable
{
    // Every word it was given, and what it would find in /mnt/meta.
    private const string Machine =
        """
        #!/bin/bash
        printf '%s\n' "$@"
        for word; do
          case $word in
            *,mount_tag=claude_meta,*) meta=${word#local,path=}; cp -r "${meta%%,*}" "$OUT" ;;
            file,id=exit,path=*) [ -z "$STATUS" ] || echo "$STATUS" > "${word#file,id=exit,path=}" ;;
          esac
        done
        """;

    private readonly TempDirectory root = TempDirectory.Create();
    private readonly Dictionary<string, string> environment;

    public VmStartTests()
    {
        File.WriteAllText(root.At("start.sh"), Configurations.Generate("only-vm").Single(static f => f.Path == "nix/guests/vm-start.sh").Text);
        File.WriteAllText(root.At("machine"), Machine);
        File.SetUnixFileMode(root.At("machine"), (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(root.At("home, sweet/.claude"));
        Directory.CreateDirectory(root.At("home, sweet/it's $work,,"));
        environment = new Dictionary<string, string>(ProcessRequest.MinimalEnvironment, StringComparer.Ordinal)
        {
            ["HOME"] = root.At("home, sweet"),
            ["TMPDIR"] = root.Path,
            ["XDG_RUNTIME_DIR"] = root.Path,
            ["CLAUDE_SANDBOX_MACHINE"] = root.At("machine"),
            ["CLAUDE_SANDBOX_MACHINE_NETWORK"] = "yes",
            ["CLAUDE_SANDBOX_BACKEND"] = "native",
            ["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:4000",
            ["HTTPS_PROXY"] = "http://127.0.0.1:3128",
            ["GREETING"] = "a\nb",
            ["OUT"] = root.At("out"),
            ["STATUS"] = "7",
        };
    }

    [Fact]
    public void Who_where_and_what_are_words_that_end_with_NUL()
    {
        _ = Run("sh", "-c", "echo \"$HOME\"", "").ExpectExit(7);

        Assert.Equal("sh\0-c\0echo \"$HOME\"\0\0", Said("entrypoint"));
        Assert.Equal(root.At("home, sweet") + "\0", Said("host_home"));
        Assert.Equal(root.At("home, sweet/it's $work,,") + "\0", Said("host_project"));
        string[] variables = Said("environment").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("GREETING=a\nb", variables);
        Assert.Contains("CLAUDE_SANDBOX_BACKEND=vm", variables);
        Assert.Contains("ANTHROPIC_BASE_URL=http://10.0.2.2:4000", variables);
        Assert.DoesNotContain(variables, static v => v.Split('=')[0] is "PATH" or "HOME" or "TMPDIR" or "HTTPS_PROXY" or "XDG_RUNTIME_DIR");
    }

    [Fact]
    public void Without_words_it_is_the_agent_that_runs()
    {
        _ = Run().ExpectExit(7);
        Assert.Equal("claude\0--dangerously-skip-permissions\0", Said("entrypoint"));
    }

    [Fact]
    public void What_is_there_is_shared_and_commas_in_paths_divide_nothing()
    {
        string[] words = Run("true").ExpectExit(7).OutputText.Split('\n');

        string[] shares = [.. words.Where(static w => w.StartsWith("local,", StringComparison.Ordinal))];
        string home = root.At("home,, sweet");
        Assert.Equal(3, shares.Length);
        Assert.Equal($"local,path={home}/it's $work,,,,,mount_tag=project_share,security_model=none,id=project_share", shares[0]);
        Assert.EndsWith(",mount_tag=claude_meta,security_model=none,id=claude_meta,readonly=on", shares[1], StringComparison.Ordinal);
        Assert.Equal($"local,path={home}/.claude,mount_tag=claude_auth,security_model=none,id=claude_auth", shares[2]);
        Assert.Contains($"unix:{root.Path}/console.sock,server=on,wait=off", words);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("", false)]
    public void A_network_card_is_there_only_when_it_is_asked_for(string network, bool card)
    {
        environment["CLAUDE_SANDBOX_MACHINE_NETWORK"] = network;
        Assert.Equal(card, Run("true").ExpectExit(7).OutputText.Split('\n').Contains("-nic"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(":0", true)]
    public void It_has_a_window_where_there_is_a_display(string display, bool window)
    {
        environment["DISPLAY"] = display;
        Assert.Equal(!window, Run("true").ExpectExit(7).OutputText.Contains("-display\nnone\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("seven")]
    [InlineData("$(touch PWN)")]
    public void A_machine_that_says_nothing_of_its_command_has_failed(string status)
    {
        environment["STATUS"] = status;
        Assert.Equal("claude-sandbox: the machine ended before the command did\n", Run("true").ExpectExit(125).ErrorText);
    }

    public void Dispose() => root.Dispose();

    private ProcessResult Run(params string[] words) => ProcessRun.Run(new ProcessRequest("/bin/bash", [root.At("start.sh"), .. words])
    {
        WorkingDirectory = root.At("home, sweet/it's $work,,"),
        Environment = environment,
        TimeLimit = TimeSpan.FromSeconds(30),
    });

    private string Said(string file) => File.ReadAllText(root.At("out/" + file));
}
