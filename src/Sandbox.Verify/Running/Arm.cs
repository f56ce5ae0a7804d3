using System.Globalization;
using System.Text;
using Sandbox.Verify.Decoys;

namespace Sandbox.Verify.Running;

/// <summary>One side of the comparison: the sandbox with a scene of its own, or the same user without a sandbox and with another scene.</summary>
/// <param name="scene">What attacks reach for.</param>
/// <param name="command">How a program is started in the sandbox; null for the side without one.</param>
/// <param name="probe">Path of the probe, outside.</param>
internal sealed class Arm(Scene scene, SandboxCommand? command, string probe)
{
    private const int Refused = 125;
    private static readonly TimeSpan Unconfined = TimeSpan.FromSeconds(60);

    public Scene Scene => scene;

    public bool IsSandboxed => command is not null;

    /// <summary>Whether the sandbox has a rule for <see cref="Scene.Allowed"/>: there are none on the host's network, nor without one.</summary>
    public bool HasRules { get; private set; } = true;

    /// <summary>Whether a second program can join the sandbox of a first one.</summary>
    public bool CanJoin => command is null or { Joining: not null };

    /// <summary>What the probe said in the one run that makes most attempts.</summary>
    public Answers Answers { get; } = new();

    /// <summary>How that run ended.</summary>
    public RunResult? Main { get; private set; }

    /// <summary>How a program ended that exits with 37.</summary>
    public RunResult? Thirtyseven { get; private set; }

    /// <summary>Runs the probe, inside or not, with some words.</summary>
    public RunResult Run(IReadOnlyList<string> words, byte[]? input = null, IReadOnlyList<string>? options = null, IReadOnlyList<string>? variables = null) =>
        scene.Runner.Run(Command([scene.Probe, .. words], options ?? [], []), input ?? [], command?.Patience ?? Unconfined, variables);

    /// <summary>As <see cref="Run"/>, in the sandbox that <see cref="StartShared"/> has started.</summary>
    public RunResult Join(byte[] input) => scene.Runner.Run(Command([scene.Probe], [], [], joining: true), input, command?.Patience ?? Unconfined);

    /// <summary>Starts the probe, inside or not, and lets it stay.</summary>
    public StandingProgram Start(params IReadOnlyList<string> words) => scene.Runner.Start(Command([scene.Probe, .. words], [], []));

    /// <summary>The same, so that others can join.</summary>
    public StandingProgram StartShared(params IReadOnlyList<string> words) => scene.Runner.Start(Command([scene.Probe, .. words], [], [], joining: true));

    /// <summary>Whether a program runs at all, with a rule for one host, or where rules are refused without.</summary>
    public RunResult Try()
    {
        Thirtyseven = Run(["exit", "37"], options: Options);
        if (IsSandboxed && Thirtyseven.ExitCode == Refused)
        {
            HasRules = false;
            Thirtyseven = Run(["exit", "37"], options: Options);
        }

        return Thirtyseven;
    }

    /// <summary>Makes all attempts of a script in one run, with open descriptors that nobody inside may have.</summary>
    public void Make(string script)
    {
        IReadOnlyList<string> words = Command([scene.Probe], Options, ["/", Path.Combine(scene.Home, Secrets.Keys[0])]);
        Main = scene.Runner.Run(words, Encoding.ASCII.GetBytes(script), command?.Patience ?? Unconfined);
        Answers.Add(Main.Output);
    }

    private IReadOnlyList<string> Options =>
        ["--ro", scene.Shared, .. HasRules ? ["--allow", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{scene.Ports[Scene.Allowed].Number}")] : Array.Empty<string>()];

    // A caller in the project directory who leaves descriptors open.
    private IReadOnlyList<string> Command(IReadOnlyList<string> payload, IReadOnlyList<string> options, IReadOnlyList<string> held, bool joining = false) =>
        [probe, "hold", scene.Project, .. held, "--", .. command is null ? payload : [command.Launcher, .. (joining ? command.Joining! : command.Arguments)(scene.Project, options, payload)]];
}
