using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>CL-28: a launcher that crashes leaves nothing in which its credential could be found.</summary>
public sealed class CrashTests
{
    /// <summary>Asks the .NET runtime for a dump of everything, wherever it looks for that wish.</summary>
    private static readonly (string Name, string Value)[] Wishes = [("DbgEnableMiniDump", "1"), ("DbgMiniDumpType", "4"), ("EnableCrashReport", "1"), ("CreateDumpDiagnostics", "1")];

    /// <summary>How it crashes, and whose it is.</summary>
    public static TheoryData<string, Identity> Crashes
    {
        get
        {
            TheoryData<string, Identity> rows = [];
            foreach (Identity identity in Identity.Available)
            {
                rows.Add("ABRT", identity);
                rows.Add("BUS", identity);
            }

            return rows;
        }
    }

    [TheoryWithin(60), MemberData(nameof(Crashes))]
    public void A_crash_of_the_launcher_writes_no_core_and_no_dump(string signal, Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Canary canary = new();
        canary.PutInEnvironment(workspace);
        foreach ((string name, string value) in Wishes)
        {
            workspace.Environment["DOTNET_" + name] = value;
            workspace.Environment["COMPlus_" + name] = value;
        }

        workspace.Environment["DOTNET_DbgMiniDumpName"] = workspace.At("home", "dump.%p");

        ProcessResult result = Crash(
            workspace, signal, $"{workspace.Program} exec -q {workspace.Project} -- /bin/sh -c 'touch .git/objects/ready; sleep 600'", "while [ ! -e .git/objects/ready ]; do sleep 0.02; done");

        Assert.True(result.ExitCode > 128, result.ToString());
        Assert.DoesNotContain(canary.Text, result.OutputText + result.ErrorText, StringComparison.Ordinal);
        Assert.Equal([], canary.FilesOf(workspace));
        Assert.Empty(Directory.EnumerateFiles(workspace.Project, "core*").Concat(Directory.EnumerateFiles(workspace.Home, "dump*")));

        // The control: any other program with that credential leaves it in its core. Where the kernel hands cores to a program, that has it instead.
        if (!File.ReadAllText("/proc/sys/kernel/core_pattern").StartsWith('|'))
        {
            _ = Crash(workspace, signal, "sleep 600", "sleep 0.1");
            Assert.NotEmpty(canary.FilesOf(workspace));
        }
    }

    private static ProcessResult Crash(Workspace workspace, string signal, string command, string until)
    {
        StringBuilder script = new("ulimit -S -c unlimited\n");
        _ = script.Append($"{command} & launcher=$!\n{until}\nkill -{signal} $launcher\nwait $launcher\n");
        ProcessRequest request = workspace.Plain("/bin/bash", "-c", script.ToString());
        return ProcessRun.Run(workspace.Identity.Wrap(request));
    }
}
