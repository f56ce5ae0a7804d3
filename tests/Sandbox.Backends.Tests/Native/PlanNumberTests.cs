using System.Reflection;
using Sandbox.Backends.Native;
using Sandbox.Core.Policy;
using Sandbox.Linux.Processes;

namespace Sandbox.Backends.Tests.Native;

/// <summary>Numbers that this assembly hands to the kernel, compared with the C headers.</summary>
public sealed class PlanNumberTests
{
    private static readonly string[] Resources =
        ["cpu", "fsize", "data", "stack", "core", "rss", "nproc", "nofile", "memlock", "as", "locks", "sigpending", "msgqueue", "nice", "rtprio", "rttime"];

    [FactWithin(30)]
    public void Resource_limits_have_the_numbers_of_their_C_names()
    {
        IEnumerable<string> expressions = Resources.Select(r => $"RLIMIT_{r.ToUpperInvariant()} == {Rlimits.Number(r)}");
        CCompiler.Assert(["sys/resource.h"], [.. expressions, $"RLIMIT_NLIMITS == {Resources.Length}"]);
    }

    [Fact]
    public void An_unknown_resource_is_an_error() => Assert.Throws<ArgumentException>(() => Rlimits.Number("CORE"));

    [FactWithin(30)]
    public void Namespaces_are_all_seven_and_the_network_only_when_it_is_the_sandboxs_own()
    {
        const string Six = "(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP)";
        uint own = new ParsedPlan(PlanCompiler.Compile(SamplePlan.Bare)).Header.Namespaces;
        uint shared = new ParsedPlan(PlanCompiler.Compile(SamplePlan.Bare with { Network = NetworkMode.Host })).Header.Namespaces;
        CCompiler.Assert(["sched.h"], [$"({Six} | CLONE_NEWNET) == {own}", $"{Six} == {shared}"]);
    }

    [FactWithin(30)]
    public void Forwarded_signals_have_the_numbers_of_their_C_names()
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal)
        {
            ["Hangup"] = "SIGHUP",
            ["Interrupt"] = "SIGINT",
            ["Quit"] = "SIGQUIT",
            ["Kill"] = "SIGKILL",
            ["User1"] = "SIGUSR1",
            ["User2"] = "SIGUSR2",
            ["Terminate"] = "SIGTERM",
            ["WindowChanged"] = "SIGWINCH",
        };
        FieldInfo[] constants = [.. typeof(SignalNumber).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral)];
        Assert.Equal(names.Count, constants.Length);
        CCompiler.Assert(["signal.h"], constants.Select(c => $"{names[c.Name]} == {c.GetRawConstantValue()}"));
    }

    [Fact]
    public void A_wait_status_is_read_as_the_shell_reads_it()
    {
        for (int code = 0; code < 256; code++)
        {
            Assert.Equal(code, WaitStatus.ExitCode(code << 8));
        }

        for (int signal = 1; signal < 65; signal++)
        {
            Assert.Equal(128 + signal, WaitStatus.ExitCode(signal));
            Assert.Equal(128 + signal, WaitStatus.ExitCode(signal | 0x80));
        }
    }
}
