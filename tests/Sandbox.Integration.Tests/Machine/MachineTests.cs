namespace Sandbox.Integration.Tests.Machine;

/// <summary>The sandbox as a virtual machine: another kernel, and everything else as it is without one.</summary>
public sealed class MachineTests
{
    [TheoryWithin(240), ClassData(typeof(IdentityData))]
    public void Streams_exit_code_user_and_paths_are_those_of_the_native_sandbox_and_the_kernel_is_not(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity).WithMachines();
        const string Script = """
            echo "kernel $(uname -r)"
            echo "user $(id -u):$(id -g) home $HOME directory $(pwd) backend $CLAUDE_SANDBOX_BACKEND"
            cat > made
            printf 'to stderr\0\377\r\n' >&2
            exit 37
            """;
        byte[] input = [.. Enumerable.Range(0, 200_000).Select(static i => (byte)(i * 7))];

        ProcessResult result = ProcessRun.Run(workspace.InsideRequest(Script) with { Input = input });

        Assert.True(result.ExitCode == 37, result.ToString());
        Assert.Contains($"user {identity.UserId}:{identity.GroupId} home {workspace.Home} directory {workspace.Project} backend vm\n", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain(ProcessRun.Run("/bin/uname", "-r").OutputText.Trim(), result.OutputText, StringComparison.Ordinal);
        Assert.True("to stderr\0"u8.ToArray().Concat(new byte[] { 0xFF, (byte)'\r', (byte)'\n' }).SequenceEqual(result.Error), result.ToString());
        Assert.Equal(input, File.ReadAllBytes(workspace.At("project", "made")));
        Assert.Equal($"{identity.UserId}:{identity.GroupId}", ProcessRun.Run("/usr/bin/stat", "-c", "%u:%g", workspace.At("project", "made")).OutputText.Trim());
    }

    [FactWithin(240)]
    public void Paths_with_spaces_quotes_colons_and_commas_work()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        string odd = workspace.Directory(workspace.At("odd, \"name\": it's, ok"));
        string shared = workspace.Directory(workspace.At("shared, too: \\ \"x\""));
        _ = workspace.Write(Path.Combine(shared, "file"), "shared");

        ProcessResult result = ProcessRun.Run(workspace.Sandbox(
            "exec", "-q", "--ro", shared, odd, "--", "/bin/sh", "-c", "pwd; cat \"$1/file\"; echo x > made; touch \"$1/new\" || echo refused", "sh", shared)).ExpectExit();

        Assert.Equal($"{odd}\nsharedrefused\n", result.OutputText);
        Assert.True(File.Exists(Path.Combine(odd, "made")));
        Assert.False(File.Exists(Path.Combine(shared, "new")));
    }

    [FactWithin(240)]
    public void Output_larger_than_every_window_arrives_whole_and_a_reader_that_leaves_ends_the_writer()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();

        ProcessResult all = workspace.Inside("seq 1 200000; exit 3").ExpectExit(3);
        Assert.Equal(ProcessRun.Run("/usr/bin/seq", "1", "200000").OutputText, all.OutputText);

        ProcessResult cut = workspace.Outside($"'{workspace.Program}' exec -q . -- sh -c 'yes; echo ended $? >&2' | head -n 2").ExpectExit();
        Assert.Equal("y\ny\n", cut.OutputText);
    }

    [FactWithin(240)]
    public void A_signal_for_the_launcher_reaches_the_payload()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        using LiveProcess process = workspace.StartInside("trap 'echo caught; exit 9' TERM; echo ready; while :; do sleep 0.1; done");

        process.Send(Signal.Term);

        ProcessResult result = process.WaitForExit();
        Assert.Equal(9, result.ExitCode);
        Assert.Contains("caught", result.OutputText, StringComparison.Ordinal);
    }

    [FactWithin(240)]
    public void What_is_not_found_or_not_executable_has_the_code_of_every_backend()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();

        ProcessResult missing = ProcessRun.Run(workspace.Sandbox("exec", "-q", workspace.Project, "--", "no-such-command")).ExpectExit(127);
        Assert.Contains("[CS303]", missing.ErrorText, StringComparison.Ordinal);
    }
}
