using Sandbox.Core.Plans;
using Sandbox.Sessions.Live;

namespace Sandbox.Cli.Live;

/// <summary>What the owner of a running sandbox knows of it and others may need.</summary>
internal sealed record LiveRecord
{
    /// <summary>The reason of variables that the network of one sandbox asks for.</summary>
    private const string Network = "network";

    public required string Id { get; init; }

    public required string Project { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>See <see cref="PolicyWords"/>.</summary>
    public required IReadOnlyList<string> Policy { get; init; }

    /// <summary>NAME=VALUE of what every session gets from the sandbox instead of having its own: how to reach its network.</summary>
    public required IReadOnlyList<byte[]> Shared { get; init; }

    /// <summary>NAME=VALUE of stand-ins and credentials, for sessions that ask for them.</summary>
    public required IReadOnlyList<byte[]> Secret { get; init; }

    public static LiveRecord Of(string id, LaunchPlan plan, IReadOnlyList<string> policy, DateTimeOffset started) => new()
    {
        Id = id,
        Project = plan.ProjectDirectory,
        Started = started,
        Policy = policy,
        Shared = [.. plan.Environment.Where(IsShared).Select(SessionEnvironment.Encode)],
        Secret = [.. plan.Environment.Where(static v => v.Secret is not null).Select(SessionEnvironment.Encode)],
    };

    /// <summary>Whether a session that joins has it from the sandbox, so that its own does not count.</summary>
    public static bool IsShared(PlannedVariable variable) => variable.Secret is null && string.Equals(variable.Reason, Network, StringComparison.Ordinal);

    public static LiveRecord Read(FieldReader fields) => new()
    {
        Id = fields.Text(),
        Project = fields.Text(),
        Started = DateTimeOffset.FromUnixTimeMilliseconds(fields.Number()),
        Policy = fields.Texts(),
        Shared = fields.Lists(),
        Secret = fields.Lists(),
    };

    public FieldWriter Write(FieldWriter fields) =>
        fields.Text(Id).Text(Project).Number(Started.ToUnixTimeMilliseconds()).Texts(Policy).Lists(Shared).Lists(Secret);
}
