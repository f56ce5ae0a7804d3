using System.Text.Json;
using System.Text.Json.Serialization;
using Sandbox.Backends.Capabilities;
using Sandbox.Cli.Hosting;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Output;

/// <summary>The plan for programs. Fields are only ever added within a schemaVersion.</summary>
internal static class PlanJson
{
    /// <param name="plan">What would run.</param>
    /// <param name="machine">Of the VM backend, or null.</param>
    public static string Render(LaunchPlan plan, PlannedMachine? machine = null)
    {
        PlanDocument document = new()
        {
            Backend = plan.Backend.Word(),
            ProjectDirectory = plan.ProjectDirectory,
            Arguments = plan.Arguments,
            ExecutableCandidates = plan.ExecutableCandidates,
            WorkingDirectory = plan.WorkingDirectory,
            OwnTerminal = plan.OwnTerminal,
            Uid = plan.Uid,
            Gid = plan.Gid,
            Hostname = plan.Hostname,
            Network = plan.Network.Word(),
            Rules = plan.Capture is null ? null : new RulesDocument([.. plan.Rules.Allow.Select(Rule)], [.. plan.Rules.Deny.Select(Rule)]),
            Published = [.. plan.Published.Select(p => p.ToString())],
            NestedUserNamespaces = plan.AllowNestedUserNamespaces,
            Debugging = plan.Seccomp.AllowDebugging,
            LandlockScopes = plan.LandlockScopes,
            LandlockFiles = plan.LandlockFiles is { } files ? new LandlockDocument(files.Abi, [.. files.Rules.Select(r => new LandlockRuleDocument(r.Path, LandlockWords.Access(r)))]) : null,
            Mounts = [.. plan.Mounts.Select(Mount)],
            Placeholders = [.. plan.Placeholders.Select(p => p.Path)],
            HostDirectories = plan.HostDirectories,
            Environment = [.. plan.Environment.Select(Variable)],
            Resources = Resources(plan.Resources),
            Limits = [.. plan.Limits.Select(l => new LimitDocument(l.Name, l.Soft, l.Hard))],
            Forwards = [.. plan.Forwards.Select(f => new ForwardDocument(f.Name, f.Grants))],
            Enforcement = [.. CapabilityReport.Of(plan).Select(static l => new EnforcementDocument(l.Name, EnforcementWords.Of(l.Enforcement), l.How))],
            Machine = machine is null ? null : new MachineDocument(machine.Arguments, machine.Obstacle),
            Notices = plan.Notices,
        };
        return JsonSerializer.Serialize(document, PlanJsonContext.Default.PlanDocument) + "\n";
    }

    private static MountDocument Mount(PlannedMount mount) =>
        new(MountWords.Kind(mount), mount.Target, MountWords.Access(mount), MountWords.Detail(mount), mount.Reason);

    private static ResourcesDocument Resources(ResourcePlan plan) => new(
        plan.Memory,
        ResourceWords.Means(plan.MemoryBy),
        plan.Cpus / 100.0,
        ResourceWords.Means(plan.CpusBy),
        plan.Processes,
        ResourceWords.Means(plan.ProcessesBy),
        plan.InotifyInstances,
        plan.InotifyWatches,
        plan.Cgroup?.Version ?? 0,
        [.. (plan.Cgroup?.Groups ?? []).Select(g => new CgroupDocument(g.Parent, [.. g.Settings.Select(s => $"{s.File}={s.Value}")]))]);

    private static RuleDocument Rule(Core.Network.NetworkRule rule) => new(rule.Text, rule.Preset);

    // A value is shown only when it is ours; what the user passed by --env may be a secret and is not.
    private static VariableDocument Variable(PlannedVariable variable)
    {
        bool hidden = variable.Secret is not null || variable.Sensitive;
        return new VariableDocument(variable.Name, hidden ? null : variable.Value, hidden, variable.Reason);
    }
}

internal sealed record PlanDocument
{
    public int SchemaVersion { get; init; } = 1;
    public required string Backend { get; init; }
    public required string ProjectDirectory { get; init; }
    public required IReadOnlyList<string> Arguments { get; init; }
    public required IReadOnlyList<string> ExecutableCandidates { get; init; }
    public required string WorkingDirectory { get; init; }
    public required bool OwnTerminal { get; init; }
    public required uint Uid { get; init; }
    public required uint Gid { get; init; }
    public required string Hostname { get; init; }
    public required string Network { get; init; }
    public required RulesDocument? Rules { get; init; }
    public required IReadOnlyList<string> Published { get; init; }
    public required bool NestedUserNamespaces { get; init; }
    public required bool Debugging { get; init; }
    public required bool LandlockScopes { get; init; }
    public required LandlockDocument? LandlockFiles { get; init; }
    public required IReadOnlyList<MountDocument> Mounts { get; init; }
    public required IReadOnlyList<string> Placeholders { get; init; }
    public required IReadOnlyList<string> HostDirectories { get; init; }
    public required IReadOnlyList<VariableDocument> Environment { get; init; }
    public required ResourcesDocument Resources { get; init; }
    public required IReadOnlyList<LimitDocument> Limits { get; init; }
    public required IReadOnlyList<ForwardDocument> Forwards { get; init; }
    public required IReadOnlyList<EnforcementDocument> Enforcement { get; init; }
    public required MachineDocument? Machine { get; init; }
    public required IReadOnlyList<string> Notices { get; init; }
}

/// <summary>argv of QEMU, or why there is none.</summary>
internal sealed record MachineDocument(IReadOnlyList<string>? Arguments, string? Obstacle);

internal sealed record EnforcementDocument(string Line, string State, string How);

internal sealed record RulesDocument(IReadOnlyList<RuleDocument> Allow, IReadOnlyList<RuleDocument> Deny);

internal sealed record RuleDocument(string Rule, string? Preset);

internal sealed record MountDocument(string Kind, string Target, string Access, string? Detail, string Reason);

internal sealed record ForwardDocument(string Name, string Opens);

internal sealed record VariableDocument(string Name, string? Value, bool Hidden, string Reason);

/// <summary>Bytes, processors and processes; null for no limit, with what holds it: cgroup, rlimit or none.</summary>
internal sealed record ResourcesDocument(
    long? Memory, string MemoryBy, double? Cpus, string CpusBy, int? Processes, string ProcessesBy, int InotifyInstances, int InotifyWatches, int CgroupVersion, IReadOnlyList<CgroupDocument> Cgroups);

internal sealed record CgroupDocument(string Parent, IReadOnlyList<string> Settings);

internal sealed record LandlockDocument(int Abi, IReadOnlyList<LandlockRuleDocument> Rules);

internal sealed record LandlockRuleDocument(string Path, string Access);

internal sealed record LimitDocument(string Name, ulong Soft, ulong Hard);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlanDocument))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
