using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Settings;

/// <summary>Files of configuration on a real file system: which are believed, and what is said about the others.</summary>
public sealed class ConfigFileTests
{
    private const string UserFile = "home/.config/claude-sandbox/config.json";
    private const string ProjectFile = "project/.claude-sandbox.json";

    [Fact]
    public void A_mistake_refuses_a_launch_and_fails_other_verbs()
    {
        using World world = new();
        _ = world.WriteFile(UserFile, "{\n  \"network\": { \"mod\": \"none\" },\n  \"ask\": 1\n}\n");
        string[] messages =
        [
            "HOME/.config/claude-sandbox/config.json:2: network.mod: unknown key: did you mean network.mode? [CS110]",
            "HOME/.config/claude-sandbox/config.json:3: ask: must be true or false, not a number [CS110]",
        ];
        _ = world.Run("exec", world.Project, "--", "true").ExpectRefusal(CliResult.Refused, messages);
        _ = world.Run(world.Project).ExpectRefusal(CliResult.Refused, messages);
        _ = world.Run("plan", world.Project).ExpectRefusal(CliResult.Failed, messages);
        _ = world.Run("config", "show", world.Project).ExpectRefusal(CliResult.Failed, messages);
        _ = world.Run("config", "validate").ExpectRefusal(CliResult.Failed, messages);
        _ = world.Run("network", "why", "a.example").ExpectRefusal(CliResult.Failed, messages);
    }

    [Fact]
    public void A_wrong_variable_is_a_mistake_like_any_other()
    {
        using World world = new();
        world.Environment["CLAUDE_SANDBOX_NETWROK"] = "none";
        _ = world.Run("exec", world.Project, "--", "true")
            .ExpectRefusal(CliResult.Refused, "variable CLAUDE_SANDBOX_NETWROK is no setting: did you mean CLAUDE_SANDBOX_NETWORK? [CS110]");
    }

    [Fact]
    public void A_project_that_asks_for_more_is_refused_and_told_how()
    {
        using World world = new();
        _ = world.WriteFile(ProjectFile, "{ \"network\": { \"mode\": \"host\" } }");
        _ = world.Run("exec", world.Project, "--", "true").ExpectRefusal(
            CliResult.Refused,
            "PROJECT/.claude-sandbox.json:1: network.mode: host is looser than allowlist (default), and a project file may only tighten: " +
            "pass --network host or set it in your own config.json if you want it [CS111]");
    }

    [Fact]
    public void An_option_beyond_the_managed_file_is_refused_and_named()
    {
        using World world = new();
        _ = world.WriteFile("etc/managed.json", "{ \"rw\": [] }");
        string data = world.Make("data");
        _ = world.Run("exec", "--rw", data, world.Project, "--", "true")
            .ExpectRefusal(CliResult.Refused, "--rw ROOT/data: more than ROOT/etc/managed.json:1 lets: leave it out, or ask whoever manages this machine [CS111]");
    }

    [Fact]
    public void Nothing_but_a_plain_file_of_the_right_owner_is_believed()
    {
        using World world = new();
        string file = Path.Combine(world.Project, ".claude-sandbox.json");
        string elsewhere = world.WriteFile("elsewhere.json", "{}");

        // A link of the payload's making could lead to anything that the user may read.
        _ = File.CreateSymbolicLink(file, elsewhere);
        Refused(world, "PROJECT/.claude-sandbox.json: a symbolic link: put the file itself there [CS110]");
        File.Delete(file);

        _ = ProcessRun.Run("/usr/bin/mkfifo", file).ExpectExit();
        Refused(world, "PROJECT/.claude-sandbox.json: not a regular file: put a file there, or nothing [CS110]");
        File.Delete(file);

        _ = world.WriteFile(ProjectFile, new string(' ', 256 * 1024) + "{}");
        Refused(world, "PROJECT/.claude-sandbox.json: longer than 256 KiB: that is no configuration [CS110]");
        File.Delete(file);

        // Another start in a project where a sandbox runs finds the placeholder that keeps the name.
        _ = Directory.CreateDirectory(file);
        _ = world.Run("plan", "--shell", world.Project).Expect(0);
        Directory.Delete(file);

        // The user's own may be a link, and others may not write it.
        string own = Path.Combine(world.Home, ".config", "claude-sandbox", "config.json");
        _ = world.WriteFile(UserFile, "{}");
        File.Delete(own);
        _ = File.CreateSymbolicLink(own, elsewhere);
        _ = world.Run("plan", "--shell", world.Project).Expect(0);
        File.SetUnixFileMode(elsewhere, (UnixFileMode)0b110_110_110);
        Refused(world, "HOME/.config/claude-sandbox/config.json: everybody may write it: chmod o-w it [CS110]");
        File.Delete(elsewhere);
        Refused(world, "HOME/.config/claude-sandbox/config.json: a symbolic link that leads nowhere: mend or remove it [CS110]");
    }

    [Fact]
    public void Somebody_else_s_file_and_one_that_may_not_be_read_are_named()
    {
        TestHost.RequireRoot();
        using World world = new(Identity.User);
        string own = world.WriteFile(UserFile, "{ \"ask\": true }");
        _ = ProcessRun.Run("/usr/bin/chown", "4242", own).ExpectExit();
        Assert.Contains("config.json: belongs to user 4242, neither to you nor to root: make it yours, or remove it [CS110]", world.Start("plan").Expect(CliResult.Failed).Error, StringComparison.Ordinal);
        File.SetUnixFileMode(own, UnixFileMode.UserRead);
        Assert.Contains("config.json: cannot be read: permission denied (EACCES): make it readable to you, or remove it [CS110]", world.Start("plan").Expect(CliResult.Failed).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_XDG_directory_is_refused()
    {
        using World world = new();
        world.Environment["XDG_CONFIG_HOME"] = "conf";
        _ = world.Run("plan", world.Project).ExpectRefusal(CliResult.Failed, "XDG_CONFIG_HOME is conf, which is not an absolute path: unset it or make it absolute [CS204]");
    }

    [Fact]
    public void What_is_writable_inside_may_not_hold_the_user_s_file()
    {
        using World world = new();
        string config = world.Make("home/.config");
        CliResult refused = world.Run("exec", "--rw", config, world.Project, "--", "true");
        Assert.Contains("refusing to let the sandbox write HOME/.config: this program keeps what it trusts in HOME/.config/claude-sandbox", refused.Plain(refused.Expect(CliResult.Refused).Error), StringComparison.Ordinal);

        // A link out of there to what is shared would be the same file.
        _ = world.WriteFile("project/mine.json", "{}");
        _ = world.Make("home/.config/claude-sandbox");
        _ = File.CreateSymbolicLink(Path.Combine(config, "claude-sandbox", "config.json"), Path.Combine(world.Project, "mine.json"));
        refused = world.Run("exec", world.Project, "--", "true");
        Assert.Contains("refusing to let the sandbox write PROJECT: this program keeps what it trusts in PROJECT/mine.json", refused.Plain(refused.Expect(CliResult.Refused).Error), StringComparison.Ordinal);
    }

    private static void Refused(World world, string message) => world.Run("exec", world.Project, "--", "true").ExpectRefusal(CliResult.Refused, message);
}
