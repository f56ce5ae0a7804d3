using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Completion;

/// <summary>The Tab key on a terminal, as a user presses it.</summary>
public sealed class TabKeyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What is typed, and what the line is after Tab.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "pl", "plan" },
        { "exec --deskt", "exec --desktop" },
        { "--network=n", "--network=none" },
        { "exec --forward ssh-agent,x", "exec --forward ssh-agent,x11" },
        { "network wh", "network why" },
        { "completions f", "completions fish" },
        { "--ro /etc/hostn", "--ro /etc/hostname" },
        { "exec . -- mkfif", "exec . -- mkfifo" },
        { "exec . -- cat /etc/hostn", "exec . -- cat /etc/hostname" },
        { "--allow-write .gi", "--allow-write .git/hooks" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Completes_in_bash(string typed, string line)
    {
        using World world = new();
        string script = world.WriteFile("home/completion", CompletionTests.Script("bash") + "\nPS1='ready> '\n");
        Check(typed, line, "/usr/bin/bash", "--rcfile", script, "-i");
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Completes_in_zsh(string typed, string line)
    {
        using World world = new();
        _ = world.WriteFile("home/_claude-sandbox", CompletionTests.Script("zsh"));
        _ = world.WriteFile("home/.zshrc", "fpath=($HOME $fpath)\nautoload -Uz compinit\ncompinit -u -D\nPS1='ready> '\n");
        Check(typed, line, "/usr/bin/env", "HOME=" + world.Home, "/usr/bin/zsh", "-i");
    }

    private static void Check(string typed, string line, string program, params IReadOnlyList<string> arguments)
    {
        ProcessRequest request = new ProcessRequest(program, arguments).WithVariable("INPUTRC", "/dev/null");
        using TmuxSession session = TmuxSession.Start(new TmuxOptions { Program = request, Columns = 120 });
        _ = session.WaitFor("ready>", Patience);
        session.SendText("claude-sandbox " + typed);
        _ = session.WaitFor("claude-sandbox " + typed, Patience);
        session.SendKeys("Tab");
        _ = session.WaitFor("ready> claude-sandbox " + line, Patience);
    }
}
