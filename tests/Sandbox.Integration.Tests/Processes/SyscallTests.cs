using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>
/// PR-04 to PR-08, PR-13 and PR-14 in the real sandbox. Arguments are such that the kernel answers something else, or succeeds, so that
/// the refusal is known to be the filter's; they are harmless where nothing refuses them. The whole table is tested with the filter.
/// </summary>
public sealed class SyscallTests
{
    [FactWithin(60)]
    public void Each_refused_call_is_answered_by_the_filter_and_not_by_the_kernel()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        Dictionary<string, string> inside = Run(workspace, SyscallTable.Refused, sandboxed: true);
        Dictionary<string, string> outside = Run(workspace, SyscallTable.Refused, sandboxed: false);

        Assert.Equal(SyscallTable.Refused.Count, inside.Count);
        Assert.All(inside, static e => Assert.True(e.Value == (SyscallTable.AnswersNoSuchCall(e.Key) ? "ENOSYS" : "EPERM"), $"{e.Key}: {e.Value}"));
        Assert.All(inside, e => Assert.True(outside[e.Key] != e.Value, $"{e.Key}: the kernel says {e.Value} too, so nothing is shown"));
    }

    [FactWithin(60)]
    public void Masked_arguments_do_not_slip_through_and_threads_still_start()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        string[] calls = ["unshare-high 272 0x10010000000", "clone-user 56 0x10000011 0 0 0 0", "clone-high 56 0x110000011 0 0 0 0", "tiocsti 16 0 0x5412 @x", "tiocsti-high 16 0 0x100005412 @x", "packet-high 41 0x100000011 3 0"];

        Dictionary<string, string> inside = Run(workspace, calls, sandboxed: true);

        Assert.Equal("EAFNOSUPPORT", inside["packet-high"]);
        Assert.All(inside.Where(static e => e.Key != "packet-high"), static e => Assert.Equal("EPERM", e.Value));
        Dictionary<string, string> outside = Run(workspace, calls, sandboxed: false);
        Assert.Equal("OK", outside["clone-user"]);
        Assert.All(inside, e => Assert.NotEqual(e.Value, outside[e.Key]));
        Assert.Equal("threads OK\n", workspace.Inside($"{workspace.Probe()} threads").OutputText);
    }

    [FactWithin(60)]
    public void The_32_bit_door_is_shut()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        const string Source = "__asm__(\".globl _start\\n_start: mov $4,%eax; mov $1,%ebx; mov $text,%ecx; mov $4,%edx; int $0x80; mov $1,%eax; xor %ebx,%ebx; int $0x80\\n.data\\ntext: .ascii \\\"ran\\\\n\\\"\");";
        string program = workspace.Write(workspace.At("project", "i386"), string.Empty);
        File.WriteAllBytes(program, File.ReadAllBytes(CCompiler.Compile(Source, isStatic: true, "-m32", "-nostdlib", "-no-pie")));
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        string probe = workspace.Probe();

        foreach (string attack in new[] { "20", "21 @none @/tmp @tmpfs 0", "26 0 0 0", "54 0 0x5412 @x" })
        {
            ProcessResult inside = workspace.Inside($"exec {probe} int80 {attack}");
            Assert.Equal(("trying\n", 159), (inside.OutputText, inside.ExitCode));
        }

        Assert.Equal((string.Empty, 159), (workspace.Inside($"exec {program}").OutputText, workspace.Inside($"exec {program}").ExitCode));
        Assert.Equal("trying\nint80 OK\n", workspace.Outside($"{probe} int80 20").OutputText);
        Assert.Equal("ran\n", workspace.Outside(program).OutputText);
    }

    [FactWithin(60)]
    public void Numbers_of_the_x32_interface_and_unknown_ones_do_not_exist()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        string[] calls =
        [
            .. SyscallTable.Refused.Select(static c => c.Split(' ', 3)).Select(static w => $"x32-{w[0]} {int.Parse(w[1], null) | 0x40000000} {(w.Length > 2 ? w[2] : string.Empty)}"),
            "unknown-600 600", "unknown-1023 1023", "unknown-max 0x7fffffff",
        ];

        Assert.All(Run(workspace, calls, sandboxed: true), static e => Assert.Equal("ENOSYS", e.Value));
        Assert.Equal("OK", Run(workspace, ["getpid 39"], sandboxed: true)["getpid"]);
    }

    [FactWithin(60)]
    public void Only_the_socket_families_that_programs_need_exist()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        Dictionary<string, string> inside = Run(workspace, SyscallTable.RefusedSockets, sandboxed: true);
        Dictionary<string, string> outside = Run(workspace, SyscallTable.RefusedSockets, sandboxed: false);

        Assert.All(inside, static e => Assert.True(e.Value is "EAFNOSUPPORT" or "EPERM", $"{e.Key}: {e.Value}"));
        Assert.True(outside.Count(static e => e.Value == "OK") >= (TestHost.IsRoot ? 6 : 3), string.Join(' ', outside));
        Assert.All(Run(workspace, SyscallTable.AllowedSockets, sandboxed: true), static e => Assert.Equal("OK", e.Value));
    }

    [FactWithin(60)]
    public void Personality_and_tracing_are_refused_unless_debugging_is_allowed()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        string[] always = ["uname26 135 0x20000", "linux32 135 8", "sticky 135 0x4000000"];
        string[] debugging = ["norandom 135 0x40000", "traceme 101 0 0 0 0", "kcmp 312 0x7ffffff0 0x7ffffff0 0 0 0", "vm 310 1 0 0 0 0 1"];

        Assert.All(Run(workspace, [.. always, .. debugging], sandboxed: true), static e => Assert.Equal("EPERM", e.Value));
        Assert.Equal("OK", Run(workspace, ["query 135 0xffffffff", "linux 135 0"], sandboxed: true)["query"]);
        Assert.All(Run(workspace, always, sandboxed: true, "--allow-debug"), static e => Assert.Equal("EPERM", e.Value));
        Assert.All(Run(workspace, debugging, sandboxed: true, "--allow-debug"), static e => Assert.NotEqual("EPERM", e.Value));
        Assert.All(Run(workspace, always, sandboxed: false), static e => Assert.Equal("OK", e.Value));
    }

    private static Dictionary<string, string> Run(Workspace workspace, IReadOnlyList<string> calls, bool sandboxed, params string[] options)
    {
        string probe = workspace.Probe();
        ProcessRequest request = sandboxed ? workspace.Sandbox(["exec", "-q", .. options, workspace.Project, "--", probe, "calls"]) : workspace.Request(probe, "calls");
        ProcessResult result = ProcessRun.Run(request with { Input = Encoding.ASCII.GetBytes(string.Join('\n', calls) + "\n") }).ExpectExit();
        return result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split(' ')).ToDictionary(static w => w[0], static w => w[1], StringComparer.Ordinal);
    }
}
