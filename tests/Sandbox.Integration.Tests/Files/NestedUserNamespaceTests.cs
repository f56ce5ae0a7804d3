namespace Sandbox.Integration.Tests;

/// <summary>FS-01: with a user namespace of its own the payload could put every read-only mount aside.</summary>
public sealed class NestedUserNamespaceTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Nothing_inside_makes_a_user_namespace_and_takes_the_protection_off(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string strip = $"{workspace.Probe()} strip . .vscode";
        _ = workspace.Directory(workspace.At("project", ".vscode"));
        Census before = Census.Take(workspace.Scope);

        Assert.Equal("unshare EPERM\n", workspace.Inside(strip).OutputText);
        Assert.NotEqual(0, workspace.Inside("unshare -Urm true").ExitCode);
        before.AssertRestored(TimeSpan.FromSeconds(5));

        // The control: with the flag that allows it, the same attack replaces what an editor outside obeys.
        _ = workspace.Outside("unshare -Urm true").ExpectExit();
        Assert.Equal("stripped OK\n", workspace.Inside(strip, "--allow-nested-userns").OutputText);
        Assert.Equal("PWN\n", File.ReadAllText(workspace.At("project", ".vscode", "tasks.json")));
    }

    [FactWithin(60)]
    public void Without_the_filter_the_kernel_itself_still_refuses_another_user_namespace()
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.Root);

        Assert.Contains("No space left on device", Join(workspace).ErrorText, StringComparison.Ordinal);
        _ = Join(workspace, "--allow-nested-userns").ExpectExit();
    }

    // A process that root puts into the sandbox's user namespace has all capabilities there and no filter.
    private static ProcessResult Join(Workspace workspace, params string[] options)
    {
        using LiveProcess process = workspace.StartInside("echo ready; sleep 600", options);
        return ProcessRun.Run("/usr/bin/nsenter", "-U", "--preserve-credentials", "-t", $"{LiveSandbox.Of(process).Payload}", "--", "/usr/bin/unshare", "-U", "true");
    }
}
