namespace Sandbox.Integration.Tests;

/// <summary>LR-26: this program started inside a sandbox of its own.</summary>
public sealed class NestedLaunchTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_sandbox_inside_a_sandbox_is_refused_in_one_line_and_never_a_weaker_one(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string inner = $"{workspace.Program} exec -q . -- sh -c 'echo RAN'";

        foreach (string[] options in new string[][] { [], ["--allow-nested-userns"] })
        {
            ProcessResult refused = workspace.Inside(inner, [.. options, "--ro", workspace.At("bin")]).ExpectExit(125);
            Assert.Empty(refused.OutputText);
            Assert.Matches(@"^claude-sandbox: [^\n]* \[CS[0-9]{3}\]\n$", refused.ErrorText);
        }

        // The control: the same words outside.
        Assert.Equal("RAN\n", workspace.Outside(inner).ExpectExit().OutputText);
        Assert.Equal([".git"], Directory.EnumerateFileSystemEntries(workspace.Project).Select(Path.GetFileName));
    }
}
