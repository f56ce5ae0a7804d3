using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>NW-13: whatever befalls the launcher, nothing gets out that it has not let out.</summary>
public sealed class FaultyProxyTests
{
    /// <summary>Asks the allowed and the forbidden server for ever, with the proxy and without it.</summary>
    private const string Loop =
        """
        echo ready
        while :; do
          n=$((n+1))
          curl -s -m1 -o /dev/null http://{0}/allowed-$n
          curl -s -m1 -o /dev/null http://{1}/forbidden
          curl -s -m1 --noproxy '*' -o /dev/null http://{1}/forbidden
          bash -c 'exec 3<>/dev/tcp/{2}/{3}' 2>/dev/null
          sleep 0.02
        done
        """;

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_stopped_launcher_lets_nothing_out_and_goes_on_afterwards(Identity identity) =>
        Disturb(identity, static (_, launcher, still) =>
        {
            Assert.Equal(0, Libc.kill(launcher, (int)Signal.Stop));
            still();
            Assert.Equal(0, Libc.kill(launcher, (int)Signal.Cont));
        });

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_launcher_out_of_descriptors_lets_nothing_out_and_goes_on_afterwards_or_ends_with_the_sandbox(Identity identity) =>
        Disturb(identity, static (workspace, launcher, still) =>
        {
            string pid = launcher.ToString(CultureInfo.InvariantCulture);

            // No descriptor below this number is free, so no connection can be accepted or made.
            string before = ProcessRun.Run(workspace.Request("/usr/bin/prlimit", "--pid", pid, "--nofile", "-o", "SOFT", "--noheadings")).ExpectExit().OutputText.Trim();
            _ = ProcessRun.Run(workspace.Request("/usr/bin/prlimit", "--pid", pid, "--nofile=3:")).ExpectExit();
            still();
            if (ProcessState.Alive(launcher))
            {
                _ = ProcessRun.Run(workspace.Request("/usr/bin/prlimit", "--pid", pid, $"--nofile={before}:"));
            }
        }, mayEnd: true);

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_killed_launcher_takes_the_sandbox_with_it(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using AttackerServer allowed = AttackerServer.Everywhere(knownPorts: false);
        using AttackerServer server = AttackerServer.Everywhere(knownPorts: false);
        using LiveProcess process = workspace.StartInside(Script(allowed, server), "--allow", allowed.Authority);
        LiveSandbox sandbox = LiveSandbox.Of(process);
        Eventually.Holds(() => allowed.Contacts.Count > 2, "the allowed server is reached");

        LiveSandbox.Kill(sandbox.Launcher);

        Eventually.Holds(() => !ProcessState.Alive(sandbox.Payload) && !ProcessState.Alive(sandbox.Init), "the sandbox has ended");
        allowed.Clear();
        Thread.Sleep(300);
        Assert.Equal([], allowed.Contacts);
        Assert.Equal([], server.Contacts);
    }

    private static void Disturb(Identity identity, Action<Workspace, int, Action> fault, bool mayEnd = false)
    {
        using Workspace workspace = Workspace.Create(identity);
        using AttackerServer allowed = AttackerServer.Everywhere(knownPorts: false);
        using AttackerServer server = AttackerServer.Everywhere(knownPorts: false);
        using LiveProcess process = workspace.StartInside(Script(allowed, server), "--allow", allowed.Authority);
        LiveSandbox sandbox = LiveSandbox.Of(process);
        Eventually.Holds(() => allowed.Contacts.Count > 2, "the allowed server is reached");

        fault(workspace, sandbox.Launcher, () =>
        {
            // What was under way may arrive; then it is quiet. Before, something came every few milliseconds.
            Eventually.Holds(
                () =>
                {
                    allowed.Clear();
                    Thread.Sleep(1500);
                    return allowed.Contacts.Count == 0;
                },
                "nothing reaches the server any more");
            Assert.True(mayEnd || ProcessState.Alive(sandbox.Payload), $"the payload has ended: {process.ErrorSoFar}");
        });

        // .NET itself ends a process ("Out of memory") that needs a descriptor at the wrong moment: nothing of the sandbox may outlive that.
        Eventually.Holds(
            () => allowed.Contacts.Count > 2 || (mayEnd && !ProcessState.Alive(sandbox.Launcher) && !ProcessState.Alive(sandbox.Payload) && !ProcessState.Alive(sandbox.Init)),
            "the allowed server is reached again");
        Assert.Equal([], server.Contacts);
    }

    private static string Script(AttackerServer allowed, AttackerServer server) =>
        Loop.Replace("{0}", allowed.Authority, StringComparison.Ordinal).Replace("{1}", server.Authority, StringComparison.Ordinal)
            .Replace("{2}", AttackerServer.Other.ToString(), StringComparison.Ordinal).Replace("{3}", server.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
