namespace Sandbox.Integration.Tests;

/// <summary>What a script can rely on: the payload's code, 128 + N, and 125 to 127 for what never started.</summary>
public sealed class ExitCodeTests
{
    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void The_payloads_exit_code_is_ours(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        int[] codes = [.. Enumerable.Range(0, 256).Where(static c => c % 15 == 0), 1, 2, 124, 125, 126, 127, 128, 129, 137, 254];

        Assert.All(codes, code => Assert.Equal(code, workspace.Inside($"exit {code}").ExitCode));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Death_by_a_signal_is_128_and_its_number(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        Signal[] deaths = [Signal.Hup, Signal.Int, Signal.Quit, Signal.Abrt, Signal.Kill, Signal.Usr1, Signal.Segv, Signal.Pipe, Signal.Term, Signal.Sys];

        Assert.All(deaths, death =>
        {
            ProcessResult outside = ProcessRun.Run(workspace.Request(probe, "die", $"{(int)death}"));
            ProcessResult inside = ProcessRun.Run(workspace.Sandbox("exec", "-q", workspace.Project, "--", probe, "die", $"{(int)death}"));
            Assert.Equal(death, outside.Signal);
            Assert.Equal(128 + (int)death, inside.ExitCode);
        });
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_could_not_start_says_so_on_stderr_alone(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string text = workspace.Write(workspace.At("project", "text"), "no program\n");

        Refuses(workspace, 127, "CS303", "exec", "-q", workspace.Project, "--", "no-such-command");
        Refuses(workspace, 127, "CS303", "exec", "-q", workspace.Project, "--", "/no/such/command");
        Refuses(workspace, 126, "CS304", "exec", "-q", workspace.Project, "--", text);
        Refuses(workspace, 126, "CS304", "exec", "-q", workspace.Project, "--", "/usr");
        Refuses(workspace, 125, "CS101", "exec", "-q", "--no-such-option", workspace.Project, "--", "true");
        Refuses(workspace, 125, "CS101", "exec", "-q", workspace.Project);
        Refuses(workspace, 125, "CS103", "exec", "-q", workspace.At("nowhere"), "--", "true");
        Refuses(workspace, 125, "CS103", "exec", "-q", "/", "--", "true");
        Refuses(workspace, 125, "CS104", "exec", "-q", "--ro", "/", workspace.Project, "--", "true");
    }

    private static void Refuses(Workspace workspace, int code, string error, params string[] arguments)
    {
        ProcessResult result = ProcessRun.Run(workspace.Sandbox(arguments)).ExpectExit(code);
        Assert.Empty(result.Output);
        Assert.Contains($"[{error}]", result.ErrorText, StringComparison.Ordinal);
        Assert.StartsWith("claude-sandbox: ", result.ErrorText, StringComparison.Ordinal);
    }
}
