namespace Sandbox.Integration.Tests;

/// <summary>
/// DV-15: a real Nix daemon, which builds for whoever reaches it and does anything as root for whom it trusts. Its /nix and /etc are in a mount
/// namespace of the test's own.
/// </summary>
public sealed class NixDaemonTests
{
    // A root of the host's directories, an empty /nix, because the host's own root may have none, and an /etc that takes $3 as /etc/nix/nix.conf.
    private const string NewRoot =
        "r=$1; mount -t tmpfs none $r; for e in /*; do if [ -L $e ]; then cp -P $e $r$e; elif [ -d $e ] && [ $e != /nix ]; then mkdir $r$e && mount --rbind $e $r$e; fi; done; " +
        "mkdir $r/up $r/up/upper $r/up/work && mount -t overlay none -o lowerdir=/etc,upperdir=$r/up/upper,workdir=$r/up/work $r/etc && mkdir -p $r/etc/nix && printf '%s\\n' \"$3\" > $r/etc/nix/nix.conf || exit 8; " +
        "mkdir -p $r/old $r/nix/store $r/nix/var/nix/daemon-socket && cd $r && /usr/sbin/pivot_root . old && umount -l /old && cd $2 || exit 9; " +
        "nix-daemon > ../daemon 2>&1 & d=$!; " +
        "until [ -S /nix/var/nix/daemon-socket/socket ]; do sleep 0.05; done; ";

    private const string Settings = "build-users-group =\nsandbox = false\n";
    private const string Nix = "nix --extra-experimental-features nix-command";
    private const string Ping = Nix + " store ping --store daemon";

    [FactWithin(60)]
    public void The_daemon_is_reached_only_where_it_is_forwarded_and_the_plan_says_what_that_opens()
    {
        bool had = Directory.Exists("/nix");
        using Workspace workspace = Create();
        string sandbox = $"{workspace.Program} exec";

        ProcessResult result = Run(
            workspace,
            "trusted-users = root",
            $"{sandbox} -q . -- {Ping} > /dev/null 2>&1 && echo INSIDE; {sandbox} -q --ro /nix/store . -- {Ping} > /dev/null 2>&1 && echo INSIDE; " +
            $"{sandbox} -q --forward nix-daemon . -- {Ping} > /dev/null 2>&1 && echo FORWARDED; {workspace.Program} plan --forward nix-daemon . -- true > said; {Ping} > /dev/null 2>&1 && echo OUTSIDE");

        Assert.Equal("FORWARDED\nOUTSIDE\n", result.ExpectExit().OutputText);
        Assert.Equal(had, Directory.Exists("/nix"));
        Assert.Contains("building and downloading through the daemon, past the sandbox's network policy", File.ReadAllText(Path.Combine(workspace.Project, "said")), StringComparison.Ordinal);
    }

    /// <summary>The control arm outside shows what the daemon does for a trusted user: it runs their program as root.</summary>
    [FactWithin(90)]
    public void A_trusted_user_who_could_have_it_run_anything_as_root_is_refused()
    {
        using Workspace workspace = Create();
        string hook = workspace.Write(workspace.At("project", "hook"), "#!/bin/sh\nid -u > " + workspace.At("project", "hooked") + "\n");
        File.SetUnixFileMode(hook, (UnixFileMode)0b111_101_101);
        const string Built = "derivation { name = \"x\"; system = builtins.currentSystem; builder = \"/bin/sh\"; args = [ \"-c\" \"echo > $out\" ]; }";

        ProcessResult result = Run(
            workspace,
            "trusted-users = root *",
            $"{Nix} build --store daemon --no-link --impure --option post-build-hook {hook} --expr '{Built}' > built 2>&1; " +
            $"{workspace.Program} exec -q --forward nix-daemon . -- {Ping}; echo ended=$?");

        Assert.Equal("ended=125\n", result.OutputText);
        Assert.Contains("cannot forward nix-daemon: you are a trusted user of the Nix daemon (* in trusted-users of /etc/nix/nix.conf)", result.ErrorText, StringComparison.Ordinal);
        Assert.True(File.Exists(workspace.At("project", "hooked")), File.ReadAllText(workspace.At("project", "built")));
        Assert.Equal("0\n", File.ReadAllText(workspace.At("project", "hooked")));
    }

    private static Workspace Create()
    {
        TestHost.RequireRoot();
        _ = TestHost.Require(Capability.Nix);
        return Workspace.Create(Identity.User);
    }

    /// <summary>The daemon is root's; the script is the ordinary user's.</summary>
    private static ProcessResult Run(Workspace workspace, string configuration, string script)
    {
        ProcessRequest request = workspace.Plain(
            "/usr/bin/unshare",
            "-m", "/bin/sh", "-c",
            NewRoot + $"setpriv --reuid {workspace.Identity.UserId} --regid {workspace.Identity.GroupId} --clear-groups sh -c \"$4\"; c=$?; kill $d; exit $c",
            "sh", workspace.Directory(workspace.At("root")), workspace.Project, Settings + configuration, script);
        return ProcessRun.Run(request);
    }
}
