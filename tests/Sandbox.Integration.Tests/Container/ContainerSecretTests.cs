using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>CL-01: no program that a launch starts, root's among them, gets a credential as a word of its command line, however that might be written.</summary>
public sealed class ContainerSecretTests
{
    [TheoryWithin(60)]
    [InlineData("broker")]
    [InlineData("env")]
    [InlineData("file")]
    public void No_command_line_of_a_launch_holds_the_credential_in_any_spelling(string mode)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Canary canary = new();
        canary.PutInEnvironment(workspace);

        string commands = Commands(workspace, workspace.Container("exec", "-q", "--credentials", mode, workspace.Project, "--", "/bin/true"));

        Assert.Contains("/usr/bin/systemd-nspawn", commands, StringComparison.Ordinal);
        Assert.Contains("\"contained\"", commands, StringComparison.Ordinal);
        Assert.All(Spellings(canary.Text), spelling => Assert.DoesNotContain(spelling, commands, StringComparison.OrdinalIgnoreCase));
    }

    [FactWithin(60)]
    public void The_same_search_finds_every_spelling_in_a_command_line()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string[] spellings = [.. Spellings(new Canary().Text)];

        string commands = Commands(workspace, workspace.Plain("/bin/true", spellings));

        Assert.All(spellings, spelling => Assert.Contains(spelling, commands, StringComparison.OrdinalIgnoreCase));
    }

    private static string Commands(Workspace workspace, ProcessRequest request)
    {
        string trace = workspace.At("trace");
        string[] strace = ["-f", "-qq", "-s", "100000", "-e", "trace=execve,execveat", "-o", trace, "--", request.FileName, .. request.Arguments];
        _ = ProcessRun.Run(request with { FileName = TestHost.Require(Capability.Strace), Arguments = strace }).ExpectExit();
        return File.ReadAllText(trace);
    }

    // Base64 at each of the three places that a text can have in it: what does not depend on its neighbours.
    private static IEnumerable<string> Spellings(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        IEnumerable<string> coded = Enumerable.Range(0, 3).Select(before =>
            Convert.ToBase64String([.. new byte[before], .. bytes])[(before == 0 ? 0 : before + 1)..((before + bytes.Length) / 3 * 4)]);
        return [text, Convert.ToHexStringLower(bytes), string.Concat(bytes.Select(static b => $"%{b:x2}")), .. coded];
    }
}
