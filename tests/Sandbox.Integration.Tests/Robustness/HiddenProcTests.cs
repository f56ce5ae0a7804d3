using Sandbox.Integration.Tests.Network;

namespace Sandbox.Integration.Tests;

/// <summary>LR-11: the machine's /proc shows a user only their own processes (hidepid).</summary>
public sealed class HiddenProcTests
{
    [TheoryWithin(60), InlineData("hidepid=invisible"), InlineData("hidepid=ptraceable")]
    public void Where_proc_hides_processes_a_launch_is_as_protected_and_leaves_nothing(string option)
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.User);
        const string Script = "echo ran; mkdir .vscode/x 2>/dev/null || echo protected; test -r /proc/1/status && echo PID 1";
        string usual = workspace.Inside(Script).ExpectExit().OutputText;
        Census before = Census.Take(workspace.Scope);
        ProcessRequest Hidden(ProcessRequest request) => NamedHosts.Mounted(request, "mount -t proc -o \"$1\" proc /proc && shift && exec \"$@\"", option);

        // The control: outside the first process is not to be seen there.
        Assert.NotEqual(0, ProcessRun.Run(Hidden(workspace.Request("/bin/sh", "-c", "test -r /proc/1/status"))).ExitCode);

        ProcessResult result = ProcessRun.Run(Hidden(workspace.InsideRequest(Script))).ExpectExit();

        Assert.Equal((usual, string.Empty), (result.OutputText, result.ErrorText));
        before.AssertRestored(TimeSpan.FromSeconds(10));
    }
}
