using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Program;

/// <summary>Machines that lack what a sandbox is made of, and launches in odd circumstances.</summary>
public sealed class MachineTests
{
    private const string UserNamespaceLimit = "/proc/sys/user/max_user_namespaces";

    // A user namespace with the host's ids in which no further one may be made. The switch belongs to the namespace, not to the host.
    private const string WithoutUserNamespaces =
        """
        unshare -U sleep 60 &
        pid=$!
        while [ "$(readlink /proc/$pid/ns/user)" = "$(readlink /proc/self/ns/user)" ]; do sleep 0.01; done
        echo "0 0 4294967295" > /proc/$pid/uid_map && echo "0 0 4294967295" > /proc/$pid/gid_map
        nsenter -U -t $pid -S 0 -G 0 sh -c 'echo 0 > /proc/sys/user/max_user_namespaces || exit 9; exec "$@"' sh "$@"
        code=$?
        kill $pid
        exit $code
        """;

    [Theory]
    [InlineData("")]
    [InlineData("setpriv --reuid 61234 --regid 61234 --clear-groups")]
    public void Without_user_namespaces_the_switch_and_the_command_are_named(string user)
    {
        TestHost.RequireRoot();
        using World world = new();
        _ = ProcessRun.Run("/usr/bin/chmod", "-R", "a+rwx", world.Root).ExpectExit();
        string before = File.ReadAllText(UserNamespaceLimit);
        string[] words = [.. user.Split(' ', StringSplitOptions.RemoveEmptyEntries), InstalledProgram.Path, "exec", "-q", world.Project, "--", "true"];
        CliResult result = world.Shell(WithoutUserNamespaces, words).Expect(CliResult.Refused);
        Assert.Equal(
            ["the kernel forbids user namespaces (user.max_user_namespaces=0): run `sudo sysctl -w user.max_user_namespaces=15000` [CS201]"], result.Messages);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Project));
        Assert.Equal(before, File.ReadAllText(UserNamespaceLimit));
    }

    [Theory]
    [InlineData("exec -q . -- true")]
    [InlineData("")]
    public void Without_proc_it_says_how_to_mount_it(string line)
    {
        TestHost.RequireRoot();
        using World world = new();
        world.Shell($"exec unshare -m sh -c 'umount -l /proc && exec \"$SANDBOX\" {line}'").ExpectRefusal(
            CliResult.Refused, "/proc is not mounted: the sandbox is built through it: mount it with `mount -t proc proc /proc` [CS203]");
    }

    [Fact]
    public void In_a_directory_that_has_been_removed_it_says_so()
    {
        using World world = new();
        world.Shell("mkdir gone && cd gone && rmdir ../gone && exec \"$SANDBOX\" exec -- true").ExpectRefusal(
            CliResult.Refused, "the current directory has been removed or cannot be reached: change to another one [CS204]");
        world.Shell("mkdir gone && cd gone && rmdir ../gone && mkdir ../gone && exec \"$SANDBOX\" exec -- true").Expect(CliResult.Refused);
    }

    [Fact]
    public void Where_setgroups_is_forbidden_it_says_so()
    {
        TestHost.RequireRoot();
        using World world = new();
        CliResult result = world.Shell("exec unshare -r \"$SANDBOX\" exec -q -- true").Expect(CliResult.Refused);
        Assert.Equal(
            ["could not drop supplementary groups: operation not permitted (EPERM): the user namespace around this process forbids it, as `unshare -r` does: start it outside of that [CS301]"],
            result.Messages);
    }

    [Fact]
    public void Without_its_executor_it_says_that_the_installation_is_incomplete()
    {
        using World world = new();
        CliResult result = world.Shell("mkdir ../bin && cp \"${SANDBOX%/*}\"/claude-sandbox* ../bin && rm ../bin/claude-sandbox-exec && exec ../bin/claude-sandbox exec -q -- true");
        Assert.Equal(CliResult.Refused, result.Code);
        Assert.Equal(["claude-sandbox-exec is missing beside this program (ROOT/bin/): install both again, or run `make build` [CS205]"], result.Messages);
        Assert.False(Directory.Exists(world.Home + "/.local"));
    }

    [Theory]
    [InlineData("ulimit -n 64", "ulimit -n", "64\n")]
    [InlineData("umask 077", "umask", "0077\n")]
    [InlineData("umask 000", "umask", "0000\n")]
    [InlineData("trap '' PIPE INT HUP CHLD TERM", "grep SigBlk /proc/self/status", "SigBlk:\t0000000000000000\n")]
    [InlineData("export LANG=tr_TR.UTF-8 TZ=junk TMPDIR=/nowhere", "echo $TMPDIR", "/tmp\n")]
    public void Odd_circumstances_of_the_caller_do_not_matter(string before, string inside, string output)
    {
        using World world = new();
        Assert.Equal(output, world.Shell($"{before}; exec \"$SANDBOX\" exec -q . -- sh -c \"$1\"", inside).Expect(0).Output);
    }

    [Theory]
    [InlineData("PIPE")]
    [InlineData("INT")]
    [InlineData("CHLD")]
    public void Signals_that_the_caller_ignores_are_not_ignored_inside(string signal)
    {
        using World world = new();
        string inside = $"kill -{signal} $$; echo survived";
        CliResult result = world.Shell($"trap '' {signal}; exec \"$SANDBOX\" exec -q . -- sh -c \"$1\"", inside);
        Assert.Equal(signal == "CHLD" ? 0 : signal == "PIPE" ? 141 : 130, result.Code);
        Assert.Equal(signal == "CHLD" ? "survived\n" : string.Empty, result.Output);
    }
}
