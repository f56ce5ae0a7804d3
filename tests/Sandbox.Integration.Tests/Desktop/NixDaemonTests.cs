namespace Sandbox.Integration.Tests;

/// <summary>DV-15: a real Nix daemon, which builds for whoever reaches it and trusts its root. Its /nix is in a mount namespace of the test's own.</summary>
public sealed class NixDaemonTests
{
    // A root of the host's directories and an empty /nix, because the host's own root may have none.
    private const string NewRoot =
        "r=$1; mount -t tmpfs none $r; for e in /*; do if [ -L $e ]; then cp -P $e $r$e; elif [ -d $e ] && [ $e != /nix ]; then mkdir $r$e && mount --rbind $e $r$e; fi; done; " +
        "mkdir -p $r/old $r/nix/store $r/nix/var/nix/daemon-socket && cd $r && /usr/sbin/pivot_root . old && umount -l /old && cd $2 || exit 9; " +
        "NIX_CONFIG='build-users-group =' nix-daemon > ../daemon 2>&1 & d=$!; " +
        "until [ -S /nix/var/nix/daemon-socket/socket ]; do sleep 0.05; done; ";

    [FactWithin(60)]
    public void The_daemon_is_reached_only_where_it_is_forwarded_and_the_plan_says_what_that_opens()
    {
        TestHost.RequireRoot();
        _ = TestHost.Require(Capability.Nix);
        bool had = Directory.Exists("/nix");
        using Workspace workspace = Workspace.Create(Identity.Root);
        const string Ping = "nix --extra-experimental-features nix-command store ping --store daemon";
        string sandbox = $"{workspace.Program} exec";
        string script = NewRoot + $"{sandbox} -q . -- {Ping} > /dev/null 2>&1 && echo INSIDE; {sandbox} -q --ro /nix/store . -- {Ping} > /dev/null 2>&1 && echo INSIDE; " +
            $"{sandbox} -q --forward nix-daemon . -- {Ping} > /dev/null 2>&1 && echo FORWARDED; {workspace.Program} plan --forward nix-daemon . -- true > ../said; {Ping} > /dev/null 2>&1 && echo OUTSIDE; kill $d";

        ProcessResult result = ProcessRun.Run(workspace.Request("/usr/bin/unshare", "-m", "/bin/sh", "-c", script, "sh", workspace.Directory(workspace.At("root")), workspace.Project));

        Assert.Equal("FORWARDED\nOUTSIDE\n", result.ExpectExit().OutputText);
        Assert.Equal(had, Directory.Exists("/nix"));
        Assert.Contains("building and downloading through the daemon, past the sandbox's network policy", File.ReadAllText(workspace.At("said")), StringComparison.Ordinal);
    }
}
