using Sandbox.Cli.Egress;
using Sandbox.Core.Policy;
using Sandbox.Core.Secrets;
using Sandbox.Sessions.Live;

namespace Sandbox.Cli.Live;

/// <summary>What the next owner of a sandbox gets beside its descriptors. It travels in sealed memory, because it holds what stands in for secrets.</summary>
internal sealed record SupervisedState
{
    public required LiveRecord Live { get; init; }

    /// <summary>Rules as written, of the network when that is captured.</summary>
    public required EgressPolicy Egress { get; init; }

    public required bool GitHub { get; init; }

    public required SessionKeys Keys { get; init; }

    /// <summary>See <see cref="EgressSetup.KnownNames"/>.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The roles of the sockets that come along, in their order; empty without a network of one's own.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Empty: the network is not weaker.</summary>
    public required string WeakerReason { get; init; }

    public static SupervisedState Read(FieldReader fields) => new()
    {
        Live = LiveRecord.Read(fields),
        Egress = new EgressPolicy
        {
            Allow = fields.Texts(),
            Deny = fields.Texts(),
            Presets = fields.Texts(),
            Publish = fields.Texts(),
            RulesFile = fields.Text() is { Length: > 0 } file ? file : null,
        },
        GitHub = fields.Number() != 0,
        Keys = new SessionKeys
        {
            ProxyToken = Secret.FromBytes(fields.Bytes()),
            GitHub = Secret.FromBytes(fields.Bytes()),
            Sentinel = fields.Bytes() is { Length: > 0 } sentinel ? Secret.FromBytes(sentinel) : null,
        },
        Names = fields.Texts(),
        Roles = fields.Texts(),
        WeakerReason = fields.Text(),
    };

    public byte[] Write() => Live.Write(new FieldWriter())
        .Texts(Egress.Allow).Texts(Egress.Deny).Texts(Egress.Presets).Texts(Egress.Publish).Text(Egress.RulesFile ?? string.Empty)
        .Number(GitHub ? 1 : 0)
        .Bytes(Keys.ProxyToken.Reveal()).Bytes(Keys.GitHub.Reveal()).Bytes(Keys.Sentinel is null ? [] : Keys.Sentinel.Reveal())
        .Texts(Names).Texts(Roles).Text(WeakerReason)
        .Finish();
}
