namespace Sandbox.Integration.Tests;

/// <summary>FS-10 and DN-06: what the caller had open is not open inside.</summary>
public sealed class DescriptorTests
{
    private const string Count = "ls /proc/self/fd | wc -l; for f in /proc/self/fd/*; do cat $f/etc/hostname $f/.ssh/id_ed25519; done 2>/dev/null; true";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Of_two_hundred_inherited_descriptors_only_the_first_three_are_inside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        int seed = Environment.TickCount & 0xFFFF;
        string[] open = ["descriptors", $"{seed}", "200"];

        ProcessResult inside = ProcessRun.Run(workspace.Request(probe, [.. open, workspace.Program, "exec", "-q", workspace.Project, "--", "/bin/sh", "-c", Count])).ExpectExit();
        ProcessResult outside = ProcessRun.Run(workspace.Request(probe, [.. open, "/bin/sh", "-c", Count])).ExpectExit();

        // ls has the directory that it lists open as well.
        Assert.Equal("4\n", inside.OutputText);
        Assert.True(int.Parse(outside.OutputText.Split('\n')[0], null) > 100, $"seed {seed}: {outside}");
        Assert.Contains(File.ReadAllText("/etc/hostname").Trim(), outside.OutputText, StringComparison.Ordinal);
        Assert.Contains(workspace.Decoys.Tag, outside.OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_directory_as_standard_input_output_or_error_is_refused(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        for (int number = 0; number <= 2; number++)
        {
            string attack = $"/bin/sh -c 'dd status=none of=read if=/proc/self/fd/{number}/etc/hostname' {number}</";
            Assert.NotEqual(0, workspace.Outside($"{workspace.Program} exec -q . -- {attack}").ExitCode);
            Assert.False(File.Exists(workspace.At("project", "read")), $"the command ran with the host's root on {number}");

            _ = workspace.Outside(attack).ExpectExit();
            Assert.Equal(File.ReadAllText("/etc/hostname"), File.ReadAllText(workspace.At("project", "read")));
            File.Delete(workspace.At("project", "read"));
        }

        _ = workspace.Outside($"{workspace.Program} exec -q . -- true 0</dev/null 1>/dev/null 2>/dev/null").ExpectExit();
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Closed_standard_descriptors_stay_closed_and_nothing_of_ours_takes_their_place(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        _ = workspace.Outside($"{workspace.Program} exec -q . -- /bin/sh -c 'readlink /proc/$$/fd/* > fds; true' <&- >&- 2>&-").ExpectExit();

        string[] open = File.ReadAllLines(workspace.At("project", "fds"));
        Assert.All(open, o => Assert.True(o.StartsWith(workspace.Project, StringComparison.Ordinal) || o.StartsWith("/usr/", StringComparison.Ordinal), o));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_programs_between_the_user_and_the_payload_hold_what_they_need_and_no_more(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess process = workspace.StartInside("echo ready; sleep 600");
        LiveSandbox sandbox = LiveSandbox.Of(process);

        // Plan, status, liveness, control and the lock of the placeholders' list are handed over on 3 to 7; the payload has none of them.
        Assert.Subset(Enumerable.Range(0, 8).ToHashSet(), Open(sandbox.Monitor).ToHashSet());
        Assert.Equal([0, 1, 2], Open(sandbox.Payload).Where(static d => d < 10));
        string[] named = [.. Targets(sandbox.Init).Where(static t => t.StartsWith('/') && t != "/dev/null" && !t.StartsWith("/proc/", StringComparison.Ordinal))];
        Assert.EndsWith(".lock", Assert.Single(named), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Targets(int process) =>
        Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Select(static f => new FileInfo(f).LinkTarget).OfType<string>();

    private static int[] Open(int process) =>
        [.. Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Select(static f => int.Parse(Path.GetFileName(f), null)).Order()];
}
