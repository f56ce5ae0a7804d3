using Sandbox.Integration.Tests.Network;

namespace Sandbox.Integration.Tests;

/// <summary>The first session may leave first; the last one ends the sandbox; whoever kills the owner ends it too.</summary>
public sealed class SuccessionTests(WebServer server) : IClassFixture<WebServer>
{
    private const string Go = "until [ -e .git/objects/go ]; do sleep 0.05; done; ";

    [FactWithin(90)]
    public void After_the_first_session_has_left_the_allow_list_still_lets_through_and_refuses()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string[] rules = [.. server.Rules];
        string fetch = $"curl -sSf -m 5 {server.Url}/hello";
        using LiveProcess first = ProcessRun.Start(workspace.WithNames(workspace.InsideRequest("getent hosts api.test > .git/address; echo ready; until [ -e .git/objects/leave ]; do sleep 0.05; done; exit 7", rules)));
        first.WaitForOutput("ready");
        using LiveProcess second = workspace.StartInside(
            $"{fetch}; echo ready; {Go}{fetch}; {fetch} --noproxy '*'; getent hosts api.test | cmp - .git/address && echo same address; {fetch.Replace("api.test", "forbidden.test", StringComparison.Ordinal)} && exit 3; exit 11", rules);

        _ = workspace.Write(workspace.At("project", ".git", "objects", "leave"), string.Empty);
        _ = first.WaitForExit().ExpectExit(7);
        _ = workspace.Write(workspace.At("project", ".git", "objects", "go"), string.Empty);

        ProcessResult left = second.WaitForExit().ExpectExit(11);
        string[] parts = left.OutputText.Split("ready");
        Assert.Equal((1, 2), (parts[0].Split(WebServer.Greeting).Length - 1, parts[1].Split(WebServer.Greeting).Length - 1));
        Assert.Contains("same address", parts[1], StringComparison.Ordinal);
        Assert.Contains("forbidden.test", ProcessRun.Run(workspace.Sandbox("logs", workspace.Project)).ExpectExit().OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void The_successor_lets_others_in_and_leaves_nothing_when_the_last_has_gone(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        Census before = Census.Take(workspace.Scope);
        using (LiveProcess first = workspace.StartInside("echo ready; sleep 0.5; exit 7"))
        using (LiveProcess second = workspace.StartInside($"echo ready; {Go}exit 11"))
        {
            // Its output ends with the launcher, although the sandbox lives on.
            ProcessResult gone = first.WaitForExit().ExpectExit(7);
            Assert.False(gone.OutputHeldOpen);
            _ = workspace.Inside("exit 5").ExpectExit(5);
            Assert.Contains("\"sessions\": 1", ProcessRun.Run(workspace.Sandbox("list", "--json")).ExpectExit().OutputText, StringComparison.Ordinal);

            _ = workspace.Write(workspace.At("project", ".git", "objects", "go"), string.Empty);
            _ = second.WaitForExit().ExpectExit(11);
        }

        File.Delete(workspace.At("project", ".git", "objects", "go"));
        Eventually.Holds(() => Registry.Entries(workspace).Count == 0, "the entry is gone");
        Eventually.Holds(() => Census.Take(workspace.Scope).DifferenceFrom(before).Count == 0, "nothing is left");
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void When_the_owner_is_killed_everybody_ends_and_the_next_command_starts_afresh(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600");
        using LiveProcess second = workspace.StartInside("echo ready; sleep 600");
        LiveSandbox sandbox = LiveSandbox.Of(first);

        LiveSandbox.Kill(sandbox.Launcher);

        ProcessResult ended = second.WaitForExit().ExpectExit(137);
        Assert.EndsWith("[CS506]\n", ended.ErrorText, StringComparison.Ordinal);
        Assert.Single(ended.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        // The first pid after PID 1 and the maker of the network: nobody was there before.
        Assert.Equal("3\n", workspace.Inside("echo $$").ExpectExit().OutputText);
        Assert.Empty(Registry.Entries(workspace));
    }

    [FactWithin(90)]
    public void When_the_successor_is_killed_everybody_ends_too()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess first = workspace.StartInside("echo ready; sleep 0.5");
        using LiveProcess second = workspace.StartInside("echo ready; sleep 600");
        _ = first.WaitForExit().ExpectExit();

        LiveSandbox.Kill(Registry.Owner(workspace));

        Assert.EndsWith("[CS506]\n", second.WaitForExit().ExpectExit(137).ErrorText, StringComparison.Ordinal);
        _ = workspace.Inside("true").ExpectExit();
        Assert.Empty(Registry.Entries(workspace));
    }

    [FactWithin(60)]
    public void An_owner_that_is_stopped_can_still_be_ended()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600");
        int owner = Registry.Owner(workspace);
        _ = Libc.kill(owner, (int)Signal.Stop);

        Assert.Contains("stopped the sandbox", ProcessRun.Run(workspace.Sandbox("stop", workspace.Project)).ExpectExit().ErrorText, StringComparison.Ordinal);

        Assert.Empty(ProcessRun.Run(workspace.Sandbox("list")).ExpectExit().OutputText);
    }
}
