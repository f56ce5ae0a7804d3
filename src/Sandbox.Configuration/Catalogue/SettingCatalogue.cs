using Sandbox.Core.Forwards;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;

namespace Sandbox.Configuration.Catalogue;

/// <summary>
/// Every setting there is. Another one is an entry here and an option of the same name on the command line: files, variables, schema, documentation and
/// <c>config show</c> follow.
/// </summary>
public static class SettingCatalogue
{
    /// <summary>What the variables of settings begin with.</summary>
    public const string VariablePrefix = "CLAUDE_SANDBOX_";

    private static readonly SettingChoice[] Grants = [new("false", 0), new("true", 1)];
    private static readonly SettingChoice[] Holds = [new("true", 0), new("false", 1)];

    public static Setting Mode { get; } = new()
    {
        Path = "network.mode",
        Flag = "--network",
        Kind = SettingKind.Word,
        Bound = SettingBound.AtMost,
        Summary = "none: no network; allowlist: what the rules allow, by name; host: your network",
        Choices = [new("none", 0), new("allowlist", 1), new("host", 2)],
        Default = [NetworkMode.AllowList.Word()],
    };

    public static Setting Presets { get; } = new()
    {
        Path = "network.presets",
        Flag = "--preset",
        Kind = SettingKind.List,
        Bound = SettingBound.Rules,
        Summary = "lists of hosts that come with the program",
        Form = "NAME",
        Choices = [.. NetworkPresets.Names.Select(static n => new SettingChoice(n, 0))],
        Default = EgressPolicy.Default.Presets,
        Replaces = true,
        SplitsFlag = true,
    };

    public static Setting Allow { get; } = new()
    {
        Path = "network.allow",
        Flag = "--allow",
        Kind = SettingKind.List,
        Bound = SettingBound.Rules,
        Summary = "hosts that may be reached besides those of the presets",
        Form = "HOST[:PORT]",
        Problem = static w => SettingWords.Rule(w, allow: true),
    };

    public static Setting Deny { get; } = new()
    {
        Path = "network.deny",
        Flag = "--deny",
        Kind = SettingKind.List,
        Bound = SettingBound.Adds,
        Summary = "hosts that may never be reached, whatever else is allowed",
        Form = "HOST[:PORT]",
        Problem = static w => SettingWords.Rule(w, allow: false),
    };

    public static Setting Rules { get; } = new()
    {
        Path = "network.rules",
        Flag = "--rules",
        Kind = SettingKind.Word,
        Bound = SettingBound.Free,
        Summary = "a file with more rules, read again whenever it changes",
        Form = "FILE",
        IsPath = true,
        Problem = SettingWords.Path,
    };

    public static Setting Publish { get; } = new()
    {
        Path = "network.publish",
        Flag = "--publish",
        Kind = SettingKind.List,
        Bound = SettingBound.Among,
        Summary = "ports of this machine that lead inside",
        Form = "[ADDRESS:]PORT[:PORT]",
        Problem = SettingWords.Publish,
    };

    public static Setting Credentials { get; } = new()
    {
        Path = "credentials",
        Flag = "--credentials",
        Kind = SettingKind.Word,
        Bound = SettingBound.AtMost,
        Summary = "where the agent's token is: outside (broker), in a variable (env), in a file (file), nowhere (none)",
        Choices = [new("none", 0), new("broker", 1), new("env", 2), new("file", 2)],
    };

    public static Setting ReadOnly { get; } = new()
    {
        Path = "ro",
        Flag = "--ro",
        Kind = SettingKind.List,
        Bound = SettingBound.ManagedOnly,
        Summary = "host paths shared read-only",
        Form = "PATH",
        IsPath = true,
        Problem = SettingWords.Path,
    };

    public static Setting ReadWrite { get; } = new()
    {
        Path = "rw",
        Flag = "--rw",
        Kind = SettingKind.List,
        Bound = SettingBound.Among,
        Summary = "host paths shared, writable",
        Form = "PATH",
        IsPath = true,
        Problem = SettingWords.Path,
    };

    public static Setting Environment { get; } = new()
    {
        Path = "env",
        Flag = "--env",
        Kind = SettingKind.List,
        Bound = SettingBound.Among,
        Summary = "variables that are passed: your value, or the one given",
        Form = "NAME[=VALUE]",
        Problem = SettingWords.Variable,
        Meet = SettingWords.MeetVariable,
        Key = static w => w.Split('=')[0],
        IsHidden = true,
    };

    public static Setting Forwards { get; } = new()
    {
        Path = "forwards",
        Flag = "--forward",
        Kind = SettingKind.List,
        Bound = SettingBound.Among,
        Summary = "what is let in of the host",
        Form = "NAME",
        Choices = [.. ForwardCatalog.All.Select(static f => new SettingChoice(f.Name, 0))],
        SplitsFlag = true,
    };

    public static Setting AllowWrite { get; } = new()
    {
        Path = "allowWrite",
        Flag = "--allow-write",
        Kind = SettingKind.List,
        Bound = SettingBound.Among,
        Summary = "protected names of the project that the agent may write",
        Form = "NAME",
        Choices = [new SettingChoice(SettingWords.AllNames, 1), .. ProtectedNames.All.Select(static n => new SettingChoice(n, 0))],
        Meet = SettingWords.MeetName,
    };

    public static Setting Desktop { get; } = Switch("desktop", "--desktop", SettingBound.AtMost, Grants, "programs may open windows on your display");

    private static readonly Setting[] Limits =
    [
        Limit("limits.memory", "--memory", "most memory of everything inside together", "SIZE|PERCENT|none", SettingWords.Size, static m => LimitsPart.UsualMemory(m) ?? double.PositiveInfinity, static w => new() { Memory = w }),
        Limit("limits.cpus", "--cpus", "most processor time, in processors", "NUMBER|none", static (w, _) => SettingWords.Processors(w), static _ => double.PositiveInfinity, static w => new() { Cpus = w }),
        Limit("limits.pids", "--pids", "most processes and threads", "NUMBER|none", static (w, _) => SettingWords.Processes(w), static _ => LimitsPart.DefaultProcesses, static w => new() { Processes = w }),
        Limit("limits.tmpSize", "--tmp-size", "size of each private place in memory", "SIZE|PERCENT", SettingWords.Size, static m => LimitsPart.UsualTmpSize(m), static w => new() { TmpSize = w }),
        Switch("limits.required", "--require-limits", SettingBound.AtMost, Holds, "nothing starts where a control group cannot hold the limits"),
    ];

    public static IReadOnlyList<Setting> All { get; } =
    [
        Mode, Presets, Allow, Deny, Rules, Publish, Credentials, ReadOnly, ReadWrite, Environment, Forwards, AllowWrite,
        new()
        {
            Path = "backend",
            Flag = "--backend",
            Kind = SettingKind.Word,
            Bound = SettingBound.Free,
            Summary = "how to isolate; auto: the strongest that works here without root",
            Choices = [.. BackendKinds.Words.Select(static w => new SettingChoice(w, 0))],
            Default = [BackendKind.Native.Word()],
        },
        new() { Path = "rootfs", Flag = "--rootfs", Kind = SettingKind.Word, Bound = SettingBound.Free, Summary = "a directory with the system inside, in place of this machine's", Form = "DIR", IsPath = true, Problem = SettingWords.Path },
        new() { Path = "nixosSystem", Flag = "--nixos-system", Kind = SettingKind.Word, Bound = SettingBound.Free, Summary = "the toplevel of a NixOS system in the Nix store, likewise", Form = "PATH", IsPath = true, Problem = SettingWords.Path },
        new() { Path = "qmp", Flag = "--qmp", Kind = SettingKind.Word, Bound = SettingBound.Free, Summary = "a socket outside that a virtual machine's monitor listens on for you", Form = "PATH", IsPath = true, Problem = SettingWords.Path },
        new() { Path = "agent", Flag = "--agent", Kind = SettingKind.Word, Bound = SettingBound.Free, Summary = "the command that is run in place of claude", Form = "COMMAND" },
        Desktop,
        Switch("ask", "--ask", SettingBound.AtMost, Holds, "the agent keeps its own permission prompts"),
        Switch("pty", "--pty", SettingBound.AtMost, Holds, "a terminal of the sandbox's own in place of yours"),
        Switch("tmux", "--tmux", SettingBound.Free, Grants, "the agent and the shell run in tmux inside"),
        Switch("allowDebug", "--allow-debug", SettingBound.AtMost, Grants, "debuggers may trace processes of the sandbox"),
        Switch("allowNestedUserns", "--allow-nested-userns", SettingBound.AtMost, Grants, "programs inside may make user namespaces"),
        .. Limits,
        Switch("quiet", "--quiet", SettingBound.Free, Grants, "no notices on stderr"),
    ];

    /// <summary>The setting at a path, or null.</summary>
    public static Setting? Find(string path) => All.FirstOrDefault(s => string.Equals(s.Path, path, StringComparison.Ordinal));

    /// <summary>Whether settings stand below this path: it is an object.</summary>
    public static bool IsGroup(string path) => All.Any(s => s.Path.StartsWith(path + ".", StringComparison.Ordinal));

    private static Setting Limit(string path, string flag, string summary, string form, Func<string, long, double?> measure, Func<long, double> usual, Func<string, LimitsPolicy> policy) => new()
    {
        Path = path,
        Flag = flag,
        Kind = SettingKind.Amount,
        Bound = SettingBound.Lowers,
        Summary = summary,
        Form = form,
        Measure = measure,
        Usual = usual,
        Problem = word => SettingWords.Limit(policy(word)),
    };

    private static Setting Switch(string path, string flag, SettingBound bound, SettingChoice[] choices, string summary) =>
        new() { Path = path, Flag = flag, Kind = SettingKind.Switch, Bound = bound, Summary = summary, Choices = choices, Default = ["false"] };
}
