using Sandbox.Core.Policy;
using Sandbox.Sessions.Live;

namespace Sandbox.Cli.Live;

/// <summary>One running sandbox.</summary>
internal sealed record LiveStatus
{
    public required string Id { get; init; }

    /// <summary>Canonical path; null when its owner does not answer.</summary>
    public string? Project { get; init; }

    public DateTimeOffset? Started { get; init; }

    /// <summary>Pid of the owner.</summary>
    public required int Owner { get; init; }

    public int? Sessions { get; init; }

    /// <summary>See <see cref="PolicyWords"/>.</summary>
    public IReadOnlyList<string> Policy { get; init; } = [];

    /// <summary>As <c>--backend</c> spells it.</summary>
    public string Backend => PolicyWords.Value(Policy, PolicyWords.Backend) ?? BackendKind.Native.Word();

    /// <exception cref="InvalidDataException">It is cut.</exception>
    public static LiveStatus Read(FieldReader fields) => new()
    {
        Id = fields.Text(),
        Project = fields.Text(),
        Started = DateTimeOffset.FromUnixTimeMilliseconds(fields.Number()),
        Owner = (int)fields.Number(),
        Sessions = (int)fields.Number(),
        Policy = fields.Texts(),
    };
}
