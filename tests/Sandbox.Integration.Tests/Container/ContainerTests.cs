using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>The nspawn backend: the same sandbox in a container of systemd-nspawn, made by root for a user.</summary>
public sealed class ContainerTests
{
    private const int FirstPrivateId = 0x80000;

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_payload_is_the_user_inside_nobody_outside_and_without_any_right(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        using LiveProcess process = ProcessRun.Start(workspace.InContainer("id -u; id -g; echo $CLAUDE_SANDBOX_BACKEND; cat /proc/self/status; unshare -Ur true; echo nested=$?; echo ready; exec sleep 600"));
        process.WaitForOutput("ready");
        string text = process.OutputSoFar;
        LiveSandbox sandbox = LiveSandbox.Of(process);

        Assert.StartsWith($"{identity.UserId}\n{identity.GroupId}\nnspawn\n", text, StringComparison.Ordinal);
        Assert.All(new[] { "CapPrm", "CapEff", "CapBnd", "CapInh", "CapAmb" }, set => Assert.Contains($"{set}:\t0000000000000000\n", text, StringComparison.Ordinal));
        Assert.Contains("NoNewPrivs:\t1\n", text, StringComparison.Ordinal);
        Assert.Contains("Seccomp:\t2\n", text, StringComparison.Ordinal);
        Assert.Contains("Groups:\t \n", text, StringComparison.Ordinal);
        Assert.Contains("nested=1\n", text, StringComparison.Ordinal);
        Assert.All(new[] { sandbox.Init, sandbox.Payload }, id => Assert.InRange(HostUser(id), FirstPrivateId, int.MaxValue));
        Assert.Equal(0, HostUser(sandbox.Monitor));
        Assert.EndsWith("/systemd-nspawn", File.ReadAllText($"/proc/{sandbox.Monitor}/cmdline").Split('\0')[0], StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_is_made_inside_belongs_to_the_user_and_nothing_of_the_users_becomes_roots(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        _ = ProcessRun.Run(workspace.InContainer("mkdir made && echo x > made/file && git add made && git -c user.name=a -c user.email=a@example.invalid commit -qm made && ln made/file made/link")).ExpectExit();

        Assert.Equal("made", workspace.Outside("git log -1 --format=%s").ExpectExit().OutputText.Trim());
        string foreign = ProcessRun.Run("/usr/bin/find", workspace.Home, workspace.Project, "!", "-uid", identity.UserId.ToString(CultureInfo.InvariantCulture)).ExpectExit().OutputText;
        Assert.Equal(string.Empty, foreign);
        Assert.Equal("x\n", File.ReadAllText(Path.Combine(workspace.Project, "made", "link")));
    }

    [TheoryWithin(60)]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("kill -KILL $$", 137)]
    public void The_exit_code_is_the_payloads(string script, int code)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessResult result = ProcessRun.Run(workspace.InContainer(script)).ExpectExit(code);
        Assert.Equal(string.Empty, result.ErrorText);
    }

    [FactWithin(60)]
    public void A_command_that_is_not_there_is_127_and_one_that_cannot_run_126()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        _ = workspace.Write(workspace.At("project", "data"), "text");

        Assert.Contains("[CS303]", ProcessRun.Run(workspace.Container("exec", workspace.Project, "--", "nothing-of-that-name")).ExpectExit(127).ErrorText, StringComparison.Ordinal);
        Assert.Contains("[CS304]", ProcessRun.Run(workspace.Container("exec", workspace.Project, "--", "./data")).ExpectExit(126).ErrorText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void Streams_are_the_callers_and_arguments_arrive_as_they_are()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessRequest request = workspace.Container("exec", "-q", workspace.Project, "--", "/bin/sh", "-c", "cat; printf '[%s]' \"$@\"; echo error >&2", "sh", "a b", "c\"d'e", "$(id)", "", "x,y:z");

        ProcessResult result = ProcessRun.Run(request with { Input = "input\n"u8.ToArray() }).ExpectExit();

        Assert.Equal("input\n[a b][c\"d'e][$(id)][][x,y:z]", result.OutputText);
        Assert.Equal("error\n", result.ErrorText);
    }

    // systemd-nspawn takes colons, commas and backslashes in its own words apart.
    [TheoryWithin(60)]
    [InlineData("with space")]
    [InlineData("a:b,c\\d")]
    [InlineData("quo'te\"s $(id) `id`")]
    [InlineData("--bind=tail")]
    [InlineData("ümläut % %% \\x2d")]
    public void A_path_is_what_it_is_called(string name)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string project = workspace.Directory(workspace.At("projects", name));
        string shared = workspace.Directory(workspace.At("shared", name));
        _ = workspace.Write(Path.Combine(shared, name), "shared");
        ProcessRequest request = workspace.Container("exec", "-q", "--ro", shared, project, "--", "/bin/sh", "-c", "pwd && cat \"$1\" && echo made > made && ! touch \"$1\" 2>/dev/null", "sh", Path.Combine(shared, name));

        ProcessResult result = ProcessRun.Run(request).ExpectExit();

        Assert.Equal($"{project}\nshared", result.OutputText);
        Assert.Equal("made\n", File.ReadAllText(Path.Combine(project, "made")));
    }

    [FactWithin(60)]
    public void Sessions_join_and_stop_ends_all_of_them()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        using LiveProcess first = ProcessRun.Start(workspace.InContainer("echo one > /tmp/seen; echo ready; sleep 600"));
        first.WaitForOutput("ready");

        Assert.Equal("one\n", ProcessRun.Run(workspace.InContainer("cat /tmp/seen")).ExpectExit().OutputText);

        _ = ProcessRun.Run(workspace.Container("stop", workspace.Project)).ExpectExit();
        Assert.NotEqual(0, first.WaitForExit().ExitCode);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Without_a_network_there_is_none_and_with_rules_only_what_they_allow(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        string interfaces = ProcessRun.Run(workspace.InContainer("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '; cat /proc/net/route | wc -l", "--network", "none")).ExpectExit().OutputText;
        Assert.Equal("lo\n1\n", interfaces);

        ProcessResult refused = ProcessRun.Run(workspace.Container("exec", workspace.Project, "--", "curl", "-sS", "-m", "10", "https://not-allowed.example/"));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("not-allowed.example:443: 1 time, no rule allows it", refused.ErrorText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void A_file_system_that_cannot_show_other_owners_is_named_and_the_user_stays_the_user_outside()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string[] layers = [.. new[] { "lower", "upper", "work", "merged" }.Select(name => workspace.Directory(workspace.At("layers", name)))];
        const string Overlay = "mount -t overlay -o lowerdir=\"$1\",upperdir=\"$2\",workdir=\"$3\" overlay \"$4\" && cd \"$4\" && shift 4 && exec \"$@\"";
        ProcessRequest start = workspace.Container("exec", layers[3], "--", "/bin/sh", "-c", "touch made; echo ready; exec sleep 600");

        using LiveProcess process = ProcessRun.Start(workspace.InNamespace(Overlay, layers, start));
        process.WaitForOutput("ready");

        Assert.Contains($"could not map the owners of the files in {layers[3]}", process.ErrorSoFar, StringComparison.Ordinal);
        Assert.Equal((int)workspace.Identity.UserId, HostUser(LiveSandbox.Of(process).Payload));
        Assert.Equal(workspace.Identity.UserId.ToString(CultureInfo.InvariantCulture), ProcessRun.Run("/usr/bin/stat", "-c", "%u", Path.Combine(layers[1], "made")).OutputText.Trim());
    }

    private static int HostUser(int process) =>
        int.Parse(File.ReadLines($"/proc/{process}/status").Single(static l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2], CultureInfo.InvariantCulture);
}
