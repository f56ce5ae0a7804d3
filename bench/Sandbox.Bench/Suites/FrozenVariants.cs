using Sandbox.Backends.Native;
using Sandbox.Bench.Policies;
using Sandbox.Bench.Timing;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Linux.Kernel;

namespace Sandbox.Bench.Suites;

/// <summary>The frozen policy as something to start: our executor with a plan file, and bubblewrap with arguments.</summary>
internal sealed class FrozenVariants(Stage stage)
{
    public const string Bubblewrap = "/usr/bin/bwrap";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] Environment = ["PATH=/usr/bin"];

    private readonly byte[] _filter = FrozenFilter.Build();

    public static string ExecutorName(int binds, bool hardened) => Name("claude-sandbox-exec", binds, hardened);

    public static string BubblewrapName(int binds, bool hardened) => Name("bwrap", binds, hardened);

    public Variant Executor(int binds, bool hardened, IReadOnlyList<string> command)
    {
        string plan = stage.File($"{binds}{(hardened ? "-hardened" : string.Empty)}-{Path.GetFileName(command[0])}.plan");
        Write(plan, PlanCompiler.Compile(Policy(binds, hardened).Plan(command), _filter));
        return new Variant { Name = ExecutorName(binds, hardened), Executable = stage.Executor, Arguments = [plan], Environment = Environment };
    }

    public Variant BubblewrapOf(int binds, bool hardened, IReadOnlyList<string> command)
    {
        string filter = stage.File("filter.bpf");
        Write(filter, _filter);
        return new Variant
        {
            Name = BubblewrapName(binds, hardened),
            Executable = Bubblewrap,
            Arguments = Policy(binds, hardened).BubblewrapArguments(command, Variant.InputDescriptor),
            Environment = Environment,
            Input = filter,
        };
    }

    /// <summary>A plan as bytes, for a launch by descriptors; with a network that is captured, or with none.</summary>
    public byte[] Plan(int binds, IReadOnlyList<string> command, bool capture)
    {
        LaunchPlan plan = Policy(binds, false).Plan(command);
        return PlanCompiler.Compile(capture ? plan with { Network = NetworkMode.AllowList, Capture = new CapturePlan { NamedPorts = [] } } : plan, _filter);
    }

    private static string Name(string tool, int binds, bool hardened) => $"{tool}, {binds} binds{(hardened ? ", hardened" : string.Empty)}";

    private static void Write(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);

        // The executor refuses a plan that others could have written.
        File.SetUnixFileMode(path, OwnerOnly);
    }

    private FrozenPolicy Policy(int binds, bool hardened) =>
        new([.. stage.BindSources().Take(binds)], hardened, (ProcessIdentity.Uid, ProcessIdentity.Gid));
}
