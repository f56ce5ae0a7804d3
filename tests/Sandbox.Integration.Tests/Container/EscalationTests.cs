using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>An ordinary user asks for a container: the program runs itself again by the real sudo, and what gets there is named (N74).</summary>
public sealed class EscalationTests
{
    private const string Canary = "canary-of-the-environment";

    // A mount namespace with the user in the user database and the right to call sudo; then that user.
    private const string Enter = """
        mount --bind "$1" /etc/passwd && mount -t tmpfs -o mode=755 none /etc/sudoers.d && echo "tester ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/tester && chmod 440 /etc/sudoers.d/tester || exit 99
        id="$2"; shift 2; exec setpriv --reuid "$id" --regid "$id" --clear-groups -- "$@"
        """;

    [FactWithin(60)]
    public void The_container_is_the_users_and_nothing_of_the_environment_but_what_is_named_gets_through()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessRequest request = Escalated(workspace, "id -u; echo \"$KEPT\"; touch made; echo ready; exec sleep 600", "--env", "KEPT");
        using LiveProcess process = ProcessRun.Start(request.WithVariable("KEPT", "kept").WithVariable("OTHER", Canary).WithVariable("LD_PRELOAD", $"/{Canary}.so"));
        process.WaitForOutput("ready");

        Assert.Equal($"{workspace.Identity.UserId}\nkept\nready\n", process.OutputSoFar);
        Assert.Equal(workspace.Identity.UserId.ToString(CultureInfo.InvariantCulture), ProcessRun.Run("/usr/bin/stat", "-c", "%u", Path.Combine(workspace.Project, "made")).OutputText.Trim());
        Assert.Empty(ProcessSearch.Find(ProcessSearch.Tree(process.Id).Skip(1), Canary));
    }

    [FactWithin(60)]
    public void Without_sudo_s_consent_nothing_runs()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessRequest request = Escalated(workspace, "touch made", consents: false);

        ProcessResult result = ProcessRun.Run(request with { Input = ReadOnlyMemory<byte>.Empty });

        Assert.NotEqual(0, result.ExitCode);
        Assert.False(File.Exists(Path.Combine(workspace.Project, "made")));
    }

    private static ProcessRequest Escalated(Workspace workspace, string script, params IReadOnlyList<string> options) => Escalated(workspace, script, true, options);

    private static ProcessRequest Escalated(Workspace workspace, string script, bool consents, params IReadOnlyList<string> options)
    {
        _ = TestHost.Require(Capability.Nspawn);
        _ = TestHost.Require(Capability.Sudo);
        ProcessRequest plain = workspace.Plain(workspace.Program, ["exec", "-q", "--backend", "nspawn", .. options, workspace.Project, "--", "/bin/sh", "-c", script]);
        string enter = consents ? Enter : Enter.Replace("NOPASSWD: ALL", "ALL", StringComparison.Ordinal);
        return workspace.InNamespace(enter, [SudoHost.Users(workspace), workspace.Identity.UserId.ToString(CultureInfo.InvariantCulture)], plain);
    }
}
