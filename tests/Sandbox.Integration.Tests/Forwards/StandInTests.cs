namespace Sandbox.Integration.Tests;

/// <summary>
/// Forwards of what a test machine has not: a listening socket stands in for the keyring and for Docker, the node of /dev/zero for a
/// graphics card; the system bus is a real one in a mount namespace of the test's own.
/// </summary>
public sealed class StandInTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_Docker_daemon_is_reached_only_where_it_is_forwarded_and_that_is_said_aloud(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string path = workspace.At("docker.sock");
        using StandInService daemon = new(path);
        workspace.Environment["DOCKER_HOST"] = "unix://" + path;
        string attack = Curl(path) + "; " + Curl("/run/docker.sock") + "; " + Curl("/var/run/docker.sock") + "; true";

        Assert.Empty(workspace.Inside(attack).OutputText);
        Assert.Equal(0, daemon.Requests);
        ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", "--forward", "docker", workspace.Project, "--", "/bin/sh", "-c", Curl("/var/run/docker.sock"))).ExpectExit();
        Assert.Equal("canary", result.OutputText);
        Assert.Contains("WARNING: --forward docker opens everything on this machine", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(1, daemon.Requests);

        Assert.Equal("canary", workspace.Outside(attack).OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_keyring_s_sockets_are_reached_only_where_they_are_forwarded(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Directory(workspace.At("r", "keyring"));
        workspace.Environment["XDG_RUNTIME_DIR"] = workspace.At("r");
        using StandInService daemon = new(workspace.At("r", "keyring", "control"));

        Assert.Empty(workspace.Inside(Curl(workspace.At("r", "keyring", "control")) + "; " + Curl("$XDG_RUNTIME_DIR/keyring/control") + "; true").OutputText);
        Assert.Equal(0, daemon.Requests);
        Assert.Equal("canary", workspace.Inside(Curl("$GNOME_KEYRING_CONTROL/control"), "--forward", "keyring").ExpectExit().OutputText);
        Assert.NotEqual(0, workspace.Inside("rm $GNOME_KEYRING_CONTROL/control", "--forward", "keyring").ExitCode);

        Assert.Equal("canary", workspace.Outside(Curl("$XDG_RUNTIME_DIR/keyring/control")).OutputText);
    }

    [FactWithin(60)]
    public void The_nodes_of_a_graphics_card_work_only_where_it_is_forwarded_and_cannot_be_changed()
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.Root);
        const string Use = "head -c4 /dev/dri/renderD128 | wc -c; ls /sys/devices | head -1 | wc -l";
        const string Attack = "cd /dev/dri && { chmod 600 renderD128 || rm renderD128 || mknod sda b 8 0; }";

        Assert.Equal("0\n0\n", InPrivateDev(workspace, Use).OutputText);
        Assert.Equal("4\n1\n", InPrivateDev(workspace, Use, "--forward", "gpu").ExpectExit().OutputText);
        Assert.NotEqual(0, InPrivateDev(workspace, Attack, "--forward", "gpu").ExitCode);
    }

    [FactWithin(60)]
    public void The_system_bus_is_reached_only_where_it_is_forwarded()
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.Root);
        const string Prepare = "mount -t tmpfs none /run/dbus && dbus-daemon --session --fork --nopidfile --print-pid=3 --address=unix:path=/run/dbus/system_bus_socket 3> pid";
        const string ListNames = "dbus-send --system --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames";
        string sandbox = $"{workspace.Program} exec -q";
        string script = $"{Prepare}; {sandbox} . -- {ListNames} && echo INSIDE; {sandbox} --forward system-bus . -- {ListNames} >/dev/null && echo FORWARDED; {ListNames} >/dev/null && echo OUTSIDE; kill $(cat pid)";

        Assert.Equal("FORWARDED\nOUTSIDE\n", ProcessRun.Run(workspace.Request("/usr/bin/unshare", "-m", "/bin/sh", "-c", script)).OutputText);
    }

    // A /dev with a card in it, seen by nobody else.
    private static ProcessResult InPrivateDev(Workspace workspace, string script, params IReadOnlyList<string> options)
    {
        const string Prepare =
            "mount -t tmpfs none /dev && mkdir /dev/dri && mknod /dev/null c 1 3 && mknod /dev/zero c 1 5 && mknod /dev/full c 1 7 && mknod /dev/random c 1 8 && " +
            "mknod /dev/urandom c 1 9 && mknod /dev/tty c 5 0 && mknod /dev/dri/renderD128 c 1 5 && exec \"$@\"";
        return ProcessRun.Run(workspace.Request(
            "/usr/bin/unshare", ["-m", "/bin/sh", "-c", Prepare, "sh", workspace.Program, "exec", "-q", .. options, workspace.Project, "--", "/bin/sh", "-c", script]));
    }

    private static string Curl(string socket) => $"curl -s -m 5 --unix-socket {socket} http://localhost/version";
}
