namespace Sandbox.Integration.Tests;

/// <summary>The registry of what runs: out of reach from inside, swept by every command, and never somebody else's.</summary>
public sealed class RegistryTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_a_payload_writes_at_the_place_of_the_registry_is_not_believed_outside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Inside("true").ExpectExit();
        string place = Registry.Place(workspace);
        string forge = $"mkdir -p {place}/forged && : > {place}/forged/lock && exec 9> {place}/forged/lock && flock 9";

        using LiveProcess first = workspace.StartInside($"[ -e {place} ] && exit 3; {forge}; echo ready; sleep 600");
        string list = ProcessRun.Run(workspace.Sandbox("list", "--json")).ExpectExit().OutputText;
        Assert.DoesNotContain("forged", list, StringComparison.Ordinal);
        Assert.Single(Registry.Entries(workspace));

        // The control: the same outside is an entry that is held, although nobody answers.
        using LiveProcess outside = ProcessRun.Start(workspace.Request("/bin/sh", "-c", $"{forge}; echo ready; sleep 600"));
        outside.WaitForOutput("ready");
        Assert.Contains("forged", Registry.Entries(workspace));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_socket_of_the_owner_cannot_be_reached_from_inside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Connect = "python3 -c 'import os,socket,sys; os.chdir(sys.argv[1]); s=socket.socket(socket.AF_UNIX,socket.SOCK_SEQPACKET); s.connect(\"socket\"); print(\"connected\")' ";
        using LiveProcess first = workspace.StartInside("echo ready; sleep 600");
        string entry = Path.Combine(Registry.Place(workspace), Assert.Single(Registry.Entries(workspace)));

        ProcessResult inside = workspace.Inside(Connect + entry);
        Assert.NotEqual(0, inside.ExitCode);
        Assert.Contains("No such file", inside.ErrorText, StringComparison.Ordinal);

        // The control: outside the same program connects; and a directory that shows the socket is not shared, not even read-only.
        Assert.Equal("connected\n", workspace.Outside(Connect + entry).ExpectExit().OutputText);
        workspace.Environment["XDG_RUNTIME_DIR"] = workspace.Directory(workspace.At("home", "runtime"));
        string refused = workspace.Inside("true", "--new", "--ro", workspace.At("home", "runtime")).ExpectExit(125).ErrorText;
        Assert.Contains("[CS104]", refused, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Nothing_inside_can_signal_or_trace_the_process_that_lets_others_in(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess first = workspace.StartInside("sleep 600 & echo ready; wait");

        // kill -9 of PID 1 is without effect in its own namespace; its descriptors, memory and control socket cannot be looked at.
        ProcessResult attack = workspace.Inside("kill -9 1; kill -STOP 1; ls /proc/1/fd; cat /proc/1/environ; cat /proc/1/mem; readlink /proc/1/exe; ls /proc/self/fd | tr '\\n' ' '; readlink /proc/$PPID/fd/3; exit 0").ExpectExit();
        Assert.DoesNotContain("socket:", attack.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("claude-sandbox-exec", attack.OutputText, StringComparison.Ordinal);
        Assert.EndsWith("0 1 2 3 ", attack.OutputText, StringComparison.Ordinal);

        // It still serves, so it neither ended nor stopped.
        Assert.Equal("alive\n", workspace.Inside("echo alive").ExpectExit().OutputText);

        // The control: a process of the sandbox can be signalled by another.
        Assert.Equal("gone\n", workspace.Inside("sleep 700 & kill -9 $!; wait $! || echo gone", "--new").ExpectExit().OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Stale_and_corrupt_entries_are_swept_by_the_next_command(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Inside("true").ExpectExit();
        string place = Registry.Place(workspace);
        _ = workspace.Write(Path.Combine(place, "dead-000000000000", "lock"), string.Empty);
        _ = workspace.Write(Path.Combine(place, "dead-000000000000", "socket"), "no socket");
        _ = workspace.Write(Path.Combine(place, "file"), "garbage");
        _ = workspace.Link(Path.Combine(place, "link"), workspace.Project);
        _ = workspace.Directory(Path.Combine(place, "empty"));

        ProcessResult list = ProcessRun.Run(workspace.Sandbox("list")).ExpectExit();

        Assert.Equal((string.Empty, string.Empty), (list.OutputText, list.ErrorText));
        Assert.Empty(Registry.Entries(workspace));
        Assert.True(Directory.Exists(workspace.Project));
    }

    [FactWithin(60)]
    public void An_entry_of_another_user_is_neither_believed_nor_touched()
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.User);
        string id;
        using (LiveProcess first = workspace.StartInside("echo ready; sleep 600"))
        {
            id = Assert.Single(Registry.Entries(workspace));
        }

        _ = workspace.Inside("true").ExpectExit();
        string foreign = Path.Combine(Registry.Place(workspace), id);
        _ = Directory.CreateDirectory(foreign);
        File.WriteAllText(Path.Combine(foreign, "lock"), string.Empty);

        string message = workspace.Inside("true").ExpectExit(125).ErrorText;

        Assert.EndsWith("[CS503]\n", message, StringComparison.Ordinal);
        Assert.Single(message.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(ProcessRun.Run(workspace.Sandbox("list")).ExpectExit().OutputText);
        Assert.Contains("[CS503]", ProcessRun.Run(workspace.Sandbox("stop", workspace.Project)).ExpectExit(1).ErrorText, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(foreign, "lock")));
        File.Delete(Path.Combine(foreign, "lock"));
        Directory.Delete(foreign);
        _ = workspace.Inside("true").ExpectExit();
    }

    [FactWithin(60)]
    public void A_runtime_directory_that_is_somebody_elses_is_refused_and_one_that_is_missing_replaced()
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.User);
        workspace.Environment["XDG_RUNTIME_DIR"] = "/etc";
        Assert.Contains("[CS204]", workspace.Inside("true").ExpectExit(125).ErrorText, StringComparison.Ordinal);
        workspace.Environment["XDG_RUNTIME_DIR"] = "runtime";
        Assert.Contains("[CS204]", workspace.Inside("true").ExpectExit(125).ErrorText, StringComparison.Ordinal);
        workspace.Environment["XDG_RUNTIME_DIR"] = workspace.At("missing");
        _ = workspace.Inside("true").ExpectExit();
        Assert.True(Directory.Exists(Registry.Place(workspace)));
    }
}
