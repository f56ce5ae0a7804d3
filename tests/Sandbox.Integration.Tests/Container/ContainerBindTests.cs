namespace Sandbox.Integration.Tests;

/// <summary>One more host path in a container that runs (N75).</summary>
public sealed class ContainerBindTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_path_appears_in_a_running_container_read_only_or_writable_and_belongs_to_the_user(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string data = workspace.Directory(workspace.At("data, with:signs"));
        _ = workspace.Write(Path.Combine(data, "file"), "shared\n");
        string output = workspace.Directory(workspace.At("output"));
        using LiveProcess process = ProcessRun.Start(workspace.InContainer("echo ready; exec sleep 600"));
        process.WaitForOutput("ready");

        Assert.NotEqual(0, ProcessRun.Run(workspace.InContainer($"cat '{data}/file'")).ExitCode);
        _ = ProcessRun.Run(workspace.Container("bind", workspace.Project, data)).ExpectExit();
        _ = ProcessRun.Run(workspace.Container("bind", "--writable", workspace.Project, output, "/out/put")).ExpectExit();

        Assert.Equal("shared\n", ProcessRun.Run(workspace.InContainer($"cat '{data}/file'; touch '{data}/new' 2>/dev/null && echo written")).ExpectExit(1).OutputText);
        _ = ProcessRun.Run(workspace.InContainer("echo made > /tmp/in; cat /tmp/in; stat -c %u /out/put; ls -d /out")).ExpectExit();
        Assert.False(process.Completion.IsCompleted, "the change of the mount table ended the sandbox");
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void It_appears_as_well_after_the_session_that_started_the_container_has_left(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string data = workspace.Directory(workspace.At("data"));
        _ = workspace.Write(Path.Combine(data, "file"), "shared\n");
        using LiveProcess first = ProcessRun.Start(workspace.InContainer("echo ready; until [ -e leave ]; do sleep 0.05; done"));
        first.WaitForOutput("ready");
        using LiveProcess second = ProcessRun.Start(workspace.InContainer("echo ready; exec sleep 600"));
        second.WaitForOutput("ready");
        _ = workspace.Write(workspace.At("project", "leave"), string.Empty);
        _ = first.WaitForExit().ExpectExit();

        _ = ProcessRun.Run(workspace.Container("bind", workspace.Project, data)).ExpectExit();

        Assert.Equal("shared\n", ProcessRun.Run(workspace.InContainer($"cat '{data}/file'")).ExpectExit().OutputText);
        Assert.False(second.Completion.IsCompleted, "the change of the mount table ended the sandbox");
    }

    [FactWithin(60)]
    public void A_change_that_nobody_announced_still_ends_the_sandbox()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess process = ProcessRun.Start(workspace.InContainer("echo ready; exec sleep 600"));
        process.WaitForOutput("ready");
        _ = ProcessRun.Run(workspace.Container("bind", workspace.Project, workspace.Directory(workspace.At("data")))).ExpectExit();
        int init = LiveSandbox.Of(process).Init;

        _ = ProcessRun.Run("/usr/bin/nsenter", "-t", init.ToString(global::System.Globalization.CultureInfo.InvariantCulture), "-m", "--", "/bin/mount", "-t", "tmpfs", "none", "/tmp");

        Assert.Equal(125, process.WaitForExit().ExitCode);
    }

    [FactWithin(60)]
    public void What_may_not_be_shared_at_the_start_may_not_be_later()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess process = ProcessRun.Start(workspace.InContainer("echo ready; exec sleep 600"));
        process.WaitForOutput("ready");
        string secret = Directory.CreateDirectory(workspace.At("secret")).FullName;
        string below = Directory.CreateDirectory(Path.Combine(secret, "below")).FullName;
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.All(
            new[] { workspace.Container("bind", workspace.Project, below), workspace.Container("bind", workspace.Project, "/"), workspace.Container("bind", workspace.Project, workspace.Project, "/etc/x"), workspace.Container("bind", workspace.Project, workspace.Home, "/proc") },
            static request =>
            {
                ProcessResult result = ProcessRun.Run(request);
                Assert.NotEqual(0, result.ExitCode);
                _ = Assert.Single(result.ErrorText.Trim().Split('\n'));
            });
        Assert.False(process.Completion.IsCompleted);
    }

    [FactWithin(60)]
    public void Without_a_container_there_is_nothing_to_attach_to()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Assert.Contains("[CS505]", ProcessRun.Run(workspace.Container("bind", workspace.Project, "/usr/share")).ExpectExit(1).ErrorText, StringComparison.Ordinal);
    }
}
