namespace Sandbox.Integration.Tests;

/// <summary>PR-11: the session keyring is inherited and serial numbers are the machine's, so the calls themselves are refused.</summary>
public sealed class KeyringTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_key_of_the_callers_session_can_be_neither_read_nor_found(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        string secret = workspace.Decoys.Tag;

        ProcessResult inside = ProcessRun.Run(workspace.Request(probe, "with-key", secret, workspace.Program, "exec", "-q", workspace.Project, "--", probe, "read-key"));
        ProcessResult outside = ProcessRun.Run(workspace.Request(probe, "with-key", secret, probe, "read-key"));

        Assert.Equal("read EPERM\nsearch EPERM\nlink EPERM\nadd EPERM\n", inside.OutputText);
        Assert.StartsWith($"read {secret}\nsearch OK\n", outside.OutputText, StringComparison.Ordinal);
    }
}
