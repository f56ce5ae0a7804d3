using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>CR-03, CR-04, CR-05, CR-06: a credential in command lines, on disk, in files that others may read for a moment, and after the end.</summary>
public sealed class CredentialFileTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private const int Launches = 20;

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_command_line_of_any_process_holds_the_credential_in_twenty_launches(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        Canary canary = new();
        canary.PutInEnvironment(workspace);
        int found = 0;
        int samples = 0;
        bool control = false;
        using CancellationTokenSource end = new();
        Thread sampler = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                foreach (int process in ProcessSearch.CommandLines(canary.Text))
                {
                    _ = Volatile.Read(ref control) ? Interlocked.Increment(ref found) : Interlocked.Add(ref found, 1000);
                }

                samples++;
            }
        });
        sampler.Start();
        try
        {
            for (int launch = 0; launch < Launches / Identity.Available.Count; launch++)
            {
                string[] mode = launch % 3 == 0 ? ["--credentials", "env"] : launch % 3 == 1 ? ["--credentials", "file"] : ["--credentials", "broker"];
                _ = workspace.Inside("true", mode).ExpectExit();
            }

            _ = ProcessRun.Run(workspace.Sandbox("plan", workspace.Project)).ExpectExit();
            Assert.Equal(0, Volatile.Read(ref found));

            // The control: the sampler does see a token that is an argument.
            Volatile.Write(ref control, true);
            _ = workspace.Outside($"/bin/sleep 0.3 # {canary.Token}");
            Assert.True(Volatile.Read(ref found) > 0, "the sampler sees nothing");
        }
        finally
        {
            end.Cancel();
            sampler.Join();
        }

        Assert.True(samples > Launches, $"only {samples} samples");
    }

    /// <summary>Every execve of a launch with its whole argument list, and every byte that anything of ours writes.</summary>
    [TheoryWithin(60)]
    [InlineData("broker", 0, null)]
    [InlineData("env", 0, null)]
    [InlineData("file", 1, null)]
    [InlineData("broker", 0, "nspawn")]
    [InlineData("env", 0, "nspawn")]
    [InlineData("file", 1, "nspawn")]
    public void Of_all_that_a_launch_writes_only_the_file_inside_holds_the_credential(string mode, int places, string? backend)
    {
        using Workspace workspace = fixture.Create(Identity.Available[0]);
        Use(workspace, backend);
        Canary canary = new();
        canary.PutInEnvironment(workspace);
        string trace = workspace.At("trace");

        ProcessResult result = ProcessRun.Run(workspace.Request(
            TestHost.Require(Capability.Strace), "-f", "-qq", "-y", "-s", "100000", "-e", "trace=execve,write,pwrite64,writev,openat,openat2,creat,chmod,fchmod,mknodat", "-o", trace, "--",
            workspace.Program, "exec", "--credentials", mode, workspace.Project, "--", "/bin/true")).ExpectExit();

        string[] calls = File.ReadAllLines(trace);
        string[] holding = [.. calls.Where(l => l.Contains(canary.Text, StringComparison.Ordinal))];

        // The sealed memory in which the plan goes to the executor is a file of no file system.
        Assert.DoesNotContain(canary.Text, result.OutputText + result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(places, holding.Count(static l => !l.Contains("memfd:", StringComparison.Ordinal)));
        Assert.Equal(mode == "broker" ? 0 : 1, holding.Count(static l => l.Contains("memfd:", StringComparison.Ordinal)));
        Assert.DoesNotContain(holding, static l => l.Contains("execve", StringComparison.Ordinal));
        if (places > 0)
        {
            // Made for this, for its owner alone, before anything is in it.
            int written = Array.FindIndex(calls, l => l == holding[^1]);
            int opened = Array.FindLastIndex(calls, written, static l => l.Contains(".credentials.json", StringComparison.Ordinal) && l.Contains("O_CREAT", StringComparison.Ordinal));
            Assert.True(opened >= 0 && opened < written, string.Join('\n', calls.Where(static l => l.Contains(".credentials.json", StringComparison.Ordinal))));
            Assert.Matches("O_EXCL.*0600", calls[opened]);
            Assert.Contains("O_NOFOLLOW", calls[opened], StringComparison.Ordinal);
        }
    }

    [TheoryWithin(120), MemberData(nameof(Backends))]
    public void However_a_sandbox_ends_no_file_and_no_process_keeps_the_credential(Identity identity, string? backend)
    {
        using Workspace workspace = fixture.Create(identity);
        Canary canary = new();
        canary.PutInEnvironment(workspace);
        string inside = Path.Combine(workspace.Home, ".claude", ".credentials.json");
        foreach ((string script, Signal? signal) in new (string, Signal?)[] { ("exit 0", null), ("exit 1", null), ("kill -9 $$", null), ("sleep 600", Signal.Term), ("sleep 600", Signal.Kill) })
        {
            string[] words = ["exec", "-q", "--credentials", "file", workspace.Project, "--", "/bin/sh", "-c", $"grep -c ant {inside}; echo ready; while [ ! -e go ]; do sleep 0.02; done; {script}"];
            using LiveProcess live = ProcessRun.Start(Command(workspace, backend, words));
            live.WaitForOutput("ready");
            LiveSandbox sandbox = LiveSandbox.Of(live);

            // The control: it was there.
            Assert.StartsWith("1\n", live.OutputSoFar, StringComparison.Ordinal);
            IReadOnlyList<int> processes = ProcessSearch.Tree(sandbox.Launcher);
            _ = workspace.Write(workspace.At("project", "go"), string.Empty);
            if (signal is { } number)
            {
                live.Send(number);
            }

            _ = live.WaitForExit();
            Eventually.Holds(() => processes.All(static p => !ProcessState.Alive(p)), "all of it has ended");
            File.Delete(workspace.At("project", "go"));
            Assert.Equal([], canary.FilesOf(workspace));
        }
    }

    /// <summary>Output, errors, plans, logs and records of every command, with the credential at hand and in every mode.</summary>
    [TheoryWithin(120), MemberData(nameof(Backends))]
    public void Neither_plans_nor_errors_nor_records_hold_the_credential(Identity identity, string? backend)
    {
        using Workspace workspace = fixture.Create(identity);
        Canary canary = new();
        _ = canary.PutInLoginFile(workspace);
        string compiled = workspace.At("compiled");
        List<string> said = [];
        foreach (string mode in new[] { "broker", "env", "file", "none" })
        {
            said.Add(Say("plan", "--credentials", mode, workspace.Project));
            said.Add(Say("plan", "--json", "--credentials", mode, workspace.Project, "--", "true"));
            said.Add(Say("exec", "--credentials", mode, workspace.Project, "--", "/nonexistent"));
            said.Add(Say("plan", "--compile", compiled, "--network", "none", "--allow-write", "all", "--credentials", mode, workspace.Project, "--", "true"));
            said.Add(Say("exec", "--credentials", mode, "--allow", "bad host", workspace.Project, "--", "true"));
        }

        said.Add(Say("network", "log", workspace.Project));
        workspace.Environment["CLAUDE_SANDBOX_TRACE"] = "1";
        said.Add(Say("exec", "--credentials", "env", workspace.Project, "--", "true"));

        Assert.All(said, s => Assert.DoesNotContain(canary.Text, s, StringComparison.Ordinal));
        Assert.Equal([], canary.FilesOf(workspace));

        // The control: a program that is given it and writes it down.
        _ = ProcessRun.Run(Command(workspace, backend, "exec", "-q", "--credentials", "env", workspace.Project, "--", "/bin/sh", "-c", "env > written")).ExpectExit();
        Assert.Equal([workspace.At("project", "written")], canary.FilesOf(workspace));

        string Say(params string[] arguments)
        {
            ProcessResult result = ProcessRun.Run(Command(workspace, backend, arguments));
            return string.Create(CultureInfo.InvariantCulture, $"{result.OutputText}{result.ErrorText}");
        }
    }

    /// <summary>Every identity natively, and in a container where root is there to make it.</summary>
    public static TheoryData<Identity, string?> Backends
    {
        get
        {
            TheoryData<Identity, string?> rows = [];
            foreach (Identity identity in Identity.Available)
            {
                rows.Add(identity, null);
                if (TestHost.IsRoot)
                {
                    rows.Add(identity, "nspawn");
                }
            }

            return rows;
        }
    }

    /// <summary>By the backend of the tests, or as root for the identity in a container.</summary>
    private static ProcessRequest Command(Workspace workspace, string? backend, params IReadOnlyList<string> arguments) =>
        backend is null ? workspace.Sandbox(arguments) : workspace.Container(arguments);

    private static void Use(Workspace workspace, string? backend)
    {
        if (backend is not null)
        {
            workspace.Environment["CLAUDE_SANDBOX_BACKEND"] = backend;
        }
    }
}
