using System.Text;

namespace Sandbox.Nix.Tests.Flakes;

/// <summary>The two scripts of the virtual machine, run by root in a mount table and a root directory of their own in place of a machine's.</summary>
public sealed class GuestScriptTests : IDisposable
{
    private const int User = 61234;
    private const string Home = "/home/ada lovelace";
    private const string Project = "/home/ada lovelace/work/it's $HOME, \"quoted\"";

    // What the machine has mounted when the first script runs.
    private const string Machine =
        """
        set -eu
        mount --bind /usr usr
        mount --bind shares/project project
        mount --bind shares/claude home/sandbox/.claude
        chroot . /bin/bash /paths.sh
        chroot . /bin/bash /paths.sh
        exec chroot --userspec="$1:$2" . /bin/bash /session.sh
        """;

    private readonly TempDirectory root = TempDirectory.Create(TempDirectoryAccess.Traversable);

    public GuestScriptTests()
    {
        foreach (string directory in (string[])["usr", "project", "etc", "tmp", "mnt/meta", "mnt/state/local/bin", "home/sandbox/.claude", "shares/project", "shares/claude", "dev/virtio-ports", "fake"])
        {
            Directory.CreateDirectory(root.At(directory));
        }

        foreach (string name in (string[])["bin", "lib", "lib64"])
        {
            File.CreateSymbolicLink(root.At(name), "usr/" + name);
        }

        File.WriteAllText(root.At("etc/passwd"), "root:x:0:0::/root:/bin/sh\nsandbox:x:1000:1000::/home/sandbox:/bin/bash\nother:x:1000:1000::/:/bin/sh\n");
        File.WriteAllText(root.At("etc/group"), "root:x:0:\nsandbox:x:1000:\n");
        File.WriteAllText(root.At("shares/claude/history"), "theirs\n");
        File.WriteAllText(root.At("dev/virtio-ports/claude-sandbox.exit"), string.Empty);
        File.SetUnixFileMode(root.At("dev/virtio-ports/claude-sandbox.exit"), (UnixFileMode)0b110_110_110);
        File.WriteAllText(root.At("fake/sudo"), "#!/bin/sh\necho \"$@\"\n");
        File.SetUnixFileMode(root.At("fake/sudo"), (UnixFileMode)0b111_101_101);
        _ = ProcessRun.Run("/bin/chown", "-R", $"{User}:{User}", root.At("shares")).ExpectExit();

        IReadOnlyList<Files.GeneratedFile> files = Configurations.Generate("only-vm");
        foreach (string script in (string[])["paths", "session"])
        {
            File.WriteAllText(root.At(script + ".sh"), files.Single(f => f.Path == $"nix/guests/vm-{script}.sh").Text);
        }

        Say("host_home", Home);
        Say("host_project", Project);
        Say("uid", $"{User}");
        Say("gid", $"{User}");
        Say("environment", "GREETING=a\nb $(touch /tmp/PWN)", "CLAUDE_SANDBOX=1");
        File.WriteAllText(root.At("mnt/meta/claude.json"), "{}");
    }

    [Fact]
    public void The_command_runs_as_the_host_s_user_at_the_host_s_paths_and_its_exit_code_gets_out()
    {
        Say("entrypoint", "/bin/bash", "-c", "pwd -P; echo \"$HOME\"; id -u; echo \"$GREETING\"; cat ~/.claude/history; stat -c %a:%u ~/.claude.json; readlink ~/.local/bin; printf '[%s]' \"$@\"; touch made; exit 7", "bash", "a b", "$(touch /tmp/PWN)", "");

        string output = Run(User).ExpectExit().OutputText;

        Assert.Equal($"{Project}\n{Home}\n{User}\na\nb $(touch /tmp/PWN)\ntheirs\n600:{User}\n/mnt/state/local/bin\n[a b][$(touch /tmp/PWN)][]systemctl poweroff\n", output);
        Assert.Equal("7\n", File.ReadAllText(root.At("dev/virtio-ports/claude-sandbox.exit")));
        Assert.False(File.Exists(root.At("tmp/PWN")));
        Assert.Equal($"{User}\n", ProcessRun.Run("/usr/bin/stat", "-c", "%u", root.At("shares/project/made")).ExpectExit().OutputText);
        Assert.Equal($"root:x:0:0::/root:/bin/sh\nsandbox:x:{User}:{User}::/home/sandbox:/bin/bash\nother:x:1000:1000::/:/bin/sh\n", File.ReadAllText(root.At("etc/passwd")));
    }

    [Fact]
    public void A_command_that_is_not_there_ends_the_machine_too()
    {
        Say("entrypoint", "/no/such/program");

        Assert.Equal("systemctl poweroff\n", Run(User).ExpectExit().OutputText);
        Assert.Equal("127\n", File.ReadAllText(root.At("dev/virtio-ports/claude-sandbox.exit")));
    }

    [Theory]
    [InlineData("0; touch /tmp/PWN")]
    [InlineData("1000:0")]
    public void Numbers_that_are_none_stop_it_before_anything_is_changed(string uid)
    {
        Say("uid", uid);

        ProcessResult result = Run(User);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal("claude-sandbox: uid and gid of the host are not numbers\n", result.ErrorText);
        Assert.Contains("sandbox:x:1000:1000:", File.ReadAllText(root.At("etc/passwd")), StringComparison.Ordinal);
    }

    public void Dispose() => root.Dispose();

    private ProcessResult Run(int user) => ProcessRun.Run(new ProcessRequest("/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", Machine, "sh", $"{user}", $"{user}")
    {
        WorkingDirectory = root.Path,
        Environment = new Dictionary<string, string>(ProcessRequest.MinimalEnvironment, StringComparer.Ordinal) { ["PATH"] = "/fake:/usr/sbin:/usr/bin:/sbin:/bin" },
        TimeLimit = TimeSpan.FromSeconds(60),
    });

    // Words that end with NUL each.
    private void Say(string file, params string[] words) => File.WriteAllBytes(root.At("mnt/meta/" + file), Encoding.UTF8.GetBytes(string.Concat(words.Select(static w => w + "\0"))));
}
