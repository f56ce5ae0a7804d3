namespace Sandbox.Integration.Tests;

/// <summary>PR-12: the payload shares the user's terminal and must not type into it.</summary>
public sealed class InjectionTests
{
    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Nothing_inside_types_into_the_terminal_of_the_host(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Probe();
        using ShellSession shell = new(workspace, "/bin/bash", "--norc", "--noprofile", "-i");
        string device = shell.Device;

        shell.Type($"$sandbox exec -q . -- ./probe injections /dev/tty /dev/console /proc/self/fd/0 {device} | cat > result; echo over $((40+2))");
        _ = shell.WaitFor("over 42");

        string[] lines = File.ReadAllLines(workspace.At("project", "result"));
        Assert.Equal("finished", lines[^1]);
        Assert.Equal(31, lines.Length - 1);
        Assert.Contains($"{device} ENOENT", lines);
        Assert.All(lines.SkipLast(1).Where(l => l != $"{device} ENOENT"), static l => Assert.EndsWith(" EPERM", l, StringComparison.Ordinal));

        // Whatever had been typed would stand behind the prompt by now.
        shell.Type(string.Empty);
        shell.Type("echo then $((41+2))");
        Assert.DoesNotContain("Z", shell.WaitFor("then 43").Split("over 42")[1], StringComparison.Ordinal);
        if (identity.UserId == 0 || File.ReadAllText("/proc/sys/dev/tty/legacy_tiocsti").Trim() == "1")
        {
            shell.Type("clear; ./probe injections | cat > result; echo over $((41+3))");
            _ = shell.WaitFor("over 44");
            Assert.Contains("fd0 TIOCSTI OK", File.ReadAllLines(workspace.At("project", "result")));
            _ = shell.WaitFor("> Z");
        }
    }
}
