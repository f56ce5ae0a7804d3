using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>CR-02, CR-04, CR-07: during a turn of the real agent its credential is in no place that the sandbox has, and still is what the API gets.</summary>
public sealed class CanaryProofTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    public static TheoryData<Identity, bool> Places
    {
        get
        {
            TheoryData<Identity, bool> data = [];
            foreach (Identity identity in Identity.Available)
            {
                data.Add(identity, true);
                data.Add(identity, false);
            }

            return data;
        }
    }

    [TheoryWithin(120), MemberData(nameof(Places))]
    public void The_API_gets_the_credential_and_no_process_file_or_log_of_the_sandbox_ever_has_it(Identity identity, bool asFile)
    {
        using Workspace workspace = fixture.Create(identity);
        Canary canary = new();
        Put(canary, workspace, asFile);
        int before = fixture.Api.Requests.Count;
        using LiveProcess agent = Turn(workspace, canary);
        LiveSandbox sandbox = LiveSandbox.Of(agent);
        IReadOnlyList<int> processes = ProcessSearch.Tree(sandbox.Monitor);
        string sentinel = Variable(sandbox.Payload);

        Assert.True(processes.Count >= 4, "the agent's own command does not run");
        Assert.Empty(ProcessSearch.Find(processes, canary.Text));
        Assert.Empty(ProcessSearch.CommandLines(canary.Text));
        Assert.Contains($"{sandbox.Launcher} memory", ProcessSearch.Find([sandbox.Launcher], canary.Text));

        // The search works: it finds the stand-in where that is meant to be.
        Assert.StartsWith("sk-ant-oat01-", sentinel, StringComparison.Ordinal);
        IReadOnlyList<string> standIn = ProcessSearch.Find(processes, sentinel);
        Assert.Contains($"{sandbox.Payload} environ", standIn);
        Assert.Contains($"{sandbox.Payload} memory", standIn);

        ProcessResult result = Finish(workspace, agent);
        Assert.Equal("searched\n", File.ReadAllText(workspace.At("project", "found")));
        Assert.DoesNotContain(canary.Text, result.OutputText + result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(canary.FilesOf(workspace));
        string log = ProcessRun.Run(workspace.Sandbox("network", "log", workspace.Project)).ExpectExit().OutputText;
        Assert.Contains("\"via\":\"broker\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain(canary.Text, log, StringComparison.Ordinal);
        Assert.DoesNotContain(sentinel, log, StringComparison.Ordinal);

        OfflineApi.RecordedRequest[] requests = [.. fixture.Api.Requests.Skip(before).Where(static r => r.Path == "/v1/messages")];
        Assert.True(requests.Length >= 2, "the agent has made no turn");
        Assert.All(requests, r => Assert.Equal($"Bearer {canary.Token}", r.Authorization));
        Assert.All(requests, r => Assert.DoesNotContain(sentinel, r.Body + string.Concat(r.Headers.Values) + r.Query, StringComparison.Ordinal));
    }

    /// <summary>The control: where the user wants the token inside, the same searches find it.</summary>
    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void With_the_token_in_a_variable_inside_the_same_searches_find_it(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        Canary canary = new();
        canary.PutInEnvironment(workspace);
        using LiveProcess agent = Turn(workspace, canary, "--network", "host", "--credentials", "env");
        LiveSandbox sandbox = LiveSandbox.Of(agent);

        IReadOnlyList<string> found = ProcessSearch.Find(ProcessSearch.Tree(sandbox.Monitor), canary.Text);
        _ = Finish(workspace, agent);

        Assert.Contains($"{sandbox.Payload} environ", found);
        Assert.Contains($"{sandbox.Payload} memory", found);
        Assert.Matches("FOUND /proc/[0-9]+/environ", File.ReadAllText(workspace.At("project", "found")));
    }

    private static void Put(Canary canary, Workspace workspace, bool asFile)
    {
        if (asFile)
        {
            _ = canary.PutInLoginFile(workspace);
        }
        else
        {
            canary.PutInEnvironment(workspace);
        }
    }

    // The agent's tool searches from inside and then waits for the searches from outside.
    private static LiveProcess Turn(Workspace workspace, Canary canary, params string[] options)
    {
        string search = workspace.Write(workspace.At("project", "search.py"), Canary.Search);
        string command = $"/usr/bin/python3 {search} {canary.Halves} > found 2>&1; echo searched >> found; touch .git/objects/working; while [ ! -e .git/objects/enough ]; do sleep 0.05; done";
        LiveProcess agent = ProcessRun.Start(workspace.Sandbox(["-q", .. options, workspace.Project, "--", "-p", $"RUN: {command}"]));
        Eventually.Holds(() => File.Exists(workspace.At("project", ".git", "objects", "working")) || agent.Completion.IsCompleted, "the agent's command runs", 60);
        return agent;
    }

    private static ProcessResult Finish(Workspace workspace, LiveProcess agent)
    {
        _ = workspace.Write(workspace.At("project", ".git", "objects", "enough"), string.Empty);
        return agent.WaitForExit().ExpectExit();
    }

    private static string Variable(int process) => Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/environ")).Split('\0')
        .Single(static v => v.StartsWith("CLAUDE_CODE_OAUTH_TOKEN=", StringComparison.Ordinal)).Split('=', 2)[1];
}
