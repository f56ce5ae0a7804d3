using System.Text.Json;

namespace Sandbox.Integration.Tests.Machine;

/// <summary>CL-01, CL-28, CL-29 and CL-30: what a machine is started with and by, seen from the host.</summary>
public sealed class MachineSecretTests
{
    private const string Canary = "canary-5d1f0c77e2";

    [FactWithin(240)]
    public void A_secret_is_on_no_command_line_and_in_no_file_also_after_SIGKILL_and_what_runs_is_what_plan_said_and_no_planted_QEMU()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        string marker = workspace.At("PWN");
        foreach (string tool in (string[])["qemu-system-x86_64", "qemu-system-x86", "kvm", "sh", "xz"])
        {
            string file = workspace.Write(Path.Combine(workspace.Project, tool), $"#!/bin/sh\necho \"$0\" >> '{marker}'\n");
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }

        workspace.Environment["PATH"] = $".:{workspace.Project}::{workspace.Environment["PATH"]}";
        workspace.Environment["MINE"] = Canary;
        string[] options = ["-q", "--network", "none", "--env", "MINE", workspace.Project, "--", "/bin/sh", "-c", "echo ready; test \"$MINE\" && printf '%s\\n' \"${#MINE}\"; sleep 600"];
        string planned = ProcessRun.Run(workspace.Sandbox(["plan", "--json", .. options])).ExpectExit().OutputText;
        string table = ProcessRun.Run(workspace.Sandbox(["plan", .. options])).ExpectExit().OutputText;
        Assert.DoesNotContain(Canary, planned + table, StringComparison.Ordinal);

        using LiveProcess process = ProcessRun.Start(workspace.Sandbox(["exec", .. options]));
        process.WaitForOutput($"ready\n{Canary.Length}\n", TimeSpan.FromSeconds(180));
        LiveSandbox sandbox = LiveSandbox.Of(process);

        string[] running = File.ReadAllText($"/proc/{sandbox.Payload}/cmdline").TrimEnd('\0').Split('\0');
        Assert.Equal(JsonDocument.Parse(planned).RootElement.GetProperty("machine").GetProperty("arguments").EnumerateArray().Select(static a => a.GetString()!), running);
        Assert.StartsWith("/usr/bin/", new FileInfo($"/proc/{sandbox.Payload}/exe").LinkTarget, StringComparison.Ordinal);
        Assert.DoesNotContain(ProcessState.All(), static p => Holds($"/proc/{p.Id}/cmdline"));
        Assert.All((int[])[sandbox.Monitor, sandbox.Init, sandbox.Payload], static id => Assert.False(Holds($"/proc/{id}/environ"), $"the environment of {id}"));
        Assert.True(Holds($"/proc/{sandbox.Launcher}/environ"), "the control: the launcher was given it, and the search finds it");

        process.Send(Signal.Kill);
        _ = process.WaitForExit();

        Assert.Empty(FilesWith(workspace.Root).Concat(FilesWith("/dev/shm")));
        _ = workspace.Write(workspace.At("project", "control"), "x" + Canary);
        Assert.NotEmpty(FilesWith(workspace.Root));
        Assert.False(File.Exists(marker), "a program of the project ran");
        _ = workspace.Outside("qemu-system-x86_64 -version");
        Assert.True(File.Exists(marker), "the control: with this PATH any other program would have run it");
    }

    [FactWithin(120)]
    public void What_the_installed_QEMU_does_not_take_is_one_line_and_no_weaker_machine()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        workspace.Environment["MINE"] = Canary;

        // QEMU's own limit is 288; what it says of any option that it does not know goes the same way.
        ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", "-q", "--network", "none", "--cpus", "1000", "--env", "MINE", workspace.Project, "--", "true")).ExpectExit(125);

        string line = Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("[CS310]", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, line, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private static bool Holds(string file)
    {
        try
        {
            return File.ReadAllText(file).Contains(Canary, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<string> FilesWith(string directory) =>
        Directory.EnumerateFiles(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true })
            .Where(static f => new FileInfo(f) is { UnixFileMode: var mode, Length: < 32 << 20 } && mode >= 0 && Holds(f));
}
