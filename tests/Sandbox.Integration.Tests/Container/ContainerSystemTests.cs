namespace Sandbox.Integration.Tests;

/// <summary>--rootfs and --nixos-system: the programs of another system, with real files.</summary>
public sealed class ContainerSystemTests
{
    private const string Programs = "cat\ndash\nenv\nid\nls\nsh\nstat\ntouch\ntrue\n";

    // An own store, laid over the machine's in a namespace of the command alone.
    private const string Store = "mount -t tmpfs none /nix 2>/dev/null || { mkdir /nix && mount -t tmpfs none /nix; } || exit 99; mkdir /nix/store && mount --bind \"$1\" /nix/store && shift && exec \"$@\"";

    /// <summary>Every identity natively and in a container.</summary>
    public static TheoryData<Identity, string?> Backends
    {
        get
        {
            TheoryData<Identity, string?> rows = [];
            foreach (Identity identity in Identity.Available)
            {
                rows.Add(identity, null);
                rows.Add(identity, "nspawn");
            }

            return rows;
        }
    }

    [TheoryWithin(60), MemberData(nameof(Backends))]
    public void A_shell_of_another_tree_sees_its_programs_the_project_where_it_is_and_makes_the_users_files(Identity identity, string? backend)
    {
        using Workspace workspace = Workspace.Create(identity);
        string root = SmallSystem.Distribution(workspace);

        _ = ProcessRun.Run(Command(workspace, backend, "exec", "-q", "--rootfs", root, workspace.Project, "--", "true")).ExpectExit();
        ProcessResult result = ProcessRun.Run(Command(
            workspace, backend, "exec", "-q", "--rootfs", root, workspace.Project, "--", "/bin/sh", "-c", "ls /usr/bin; cat /etc/os-release; pwd; id -u; touch made; touch /usr/bin/x || touch /x; exit 7"));

        Assert.Equal(7, result.ExitCode);
        Assert.Equal($"{Programs}NAME=small\n{workspace.Project}\n{identity.UserId}\n", result.OutputText);
        Assert.Equal($"{identity.UserId}\n", ProcessRun.Run("/usr/bin/stat", "-c", "%u", Path.Combine(workspace.Project, "made")).OutputText);
        Assert.False(File.Exists(Path.Combine(root, "usr", "bin", "x")));
        Assert.Contains("[CS303]", ProcessRun.Run(Command(workspace, backend, "exec", "-q", "--rootfs", root, workspace.Project, "--", "git")).ExpectExit(127).ErrorText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void A_shell_of_another_tree_on_a_terminal_gives_its_exit_code()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessRequest start = workspace.Container("--shell", "-q", "--rootfs", SmallSystem.Distribution(workspace), workspace.Project);
        using TmuxSession session = TmuxSession.Start(new TmuxOptions
        {
            Program = new ProcessRequest(start.FileName, start.Arguments) { Environment = start.Environment, WorkingDirectory = start.WorkingDirectory },
            Identity = Identity.Root,
        });

        session.SendText("cat /etc/os-release; echo started $((40+2)); exit 21");
        session.SendKeys("Enter");

        Assert.Equal(21, session.WaitForExit(ShellSession.Patience));
    }

    [TheoryWithin(60), MemberData(nameof(Backends))]
    public void A_nixos_system_runs_from_the_store(Identity identity, string? backend)
    {
        using Workspace workspace = Workspace.Create(identity);
        string store = Directory.CreateDirectory(workspace.At("store")).FullName;
        string system = SmallSystem.Nixos(store);

        ProcessResult result = ProcessRun.Run(workspace.InNamespace(Store, [store], Command(
            workspace, backend, "exec", "-q", "--nixos-system", system, workspace.Project, "--",
            "/bin/sh", "-c", $"true && ls {system}/sw/bin; cat /etc/os-release; ls /usr/bin /bin; pwd; id -u; touch made; touch {system}/x; exit 7")));

        Assert.Equal(7, result.ExitCode);
        Assert.Equal($"{Programs}NAME=nixos\n/bin:\nsh\n\n/usr/bin:\nenv\n{workspace.Project}\n{identity.UserId}\n", result.OutputText);
        Assert.Contains("Read-only file system", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal($"{identity.UserId}\n", ProcessRun.Run("/usr/bin/stat", "-c", "%u", Path.Combine(workspace.Project, "made")).OutputText);
    }

    [TheoryWithin(60)]
    [InlineData("nowhere", "no such directory")]
    [InlineData("file", "no such directory")]
    [InlineData("empty", "no usr directory in it")]
    [InlineData("bare", "no /bin/sh in it")]
    [InlineData("open", "everybody on this machine may write it")]
    [InlineData("project/root", "which is writable inside")]
    public void What_is_no_system_is_one_line(string path, string words)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        _ = workspace.Write(workspace.At("file"), "text");
        _ = workspace.Directory(workspace.At("empty"));
        _ = workspace.Directory(workspace.At("bare", "usr", "bin"));
        string open = SmallSystem.Distribution(workspace);
        ProcessRequest Request(string root) => workspace.Container("exec", "-q", "--rootfs", root, workspace.Project, "--", "true");
        _ = ProcessRun.Run(Request(open)).ExpectExit();
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);
        _ = ProcessRun.Run("/bin/cp", "-a", open, workspace.At("open")).ExpectExit();
        File.SetUnixFileMode(open, (UnixFileMode)0b111_101_101);
        _ = ProcessRun.Run("/bin/cp", "-a", open, workspace.At("project", "root")).ExpectExit();

        ProcessResult result = ProcessRun.Run(Request(workspace.At(path.Split('/')))).ExpectExit(125);

        string line = Assert.Single(result.ErrorText.Trim().Split('\n'));
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.EndsWith("[CS104]", line, StringComparison.Ordinal);
    }

    [TheoryWithin(60)]
    [InlineData("/nix/store/cccccccccccccccccccccccccccccccc-nothing")]
    [InlineData("/nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-tools-1.0")]
    [InlineData("/usr")]
    public void What_is_no_nixos_system_is_one_line(string path)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string store = Directory.CreateDirectory(workspace.At("store")).FullName;
        _ = SmallSystem.Nixos(store);

        ProcessResult result = ProcessRun.Run(workspace.InNamespace(Store, [store], workspace.Container("exec", "-q", "--nixos-system", path, workspace.Project, "--", "true"))).ExpectExit(125);

        Assert.Contains("not a NixOS system in /nix/store", Assert.Single(result.ErrorText.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private static ProcessRequest Command(Workspace workspace, string? backend, params IReadOnlyList<string> arguments) =>
        backend is null ? workspace.Sandbox(arguments) : workspace.Container(arguments);
}
