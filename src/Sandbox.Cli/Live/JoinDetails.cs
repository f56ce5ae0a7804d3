using Sandbox.Sessions.Live;

namespace Sandbox.Cli.Live;

/// <summary>What a client asks for.</summary>
internal sealed record JoinDetails
{
    /// <summary>Whose sandbox is meant: entries of two projects could have one name.</summary>
    public required string Project { get; init; }

    /// <summary>The lines that must be the running sandbox's too; null for whoever takes it as it is (enter).</summary>
    public required IReadOnlyList<string>? Policy { get; init; }

    public required IReadOnlyList<string> ExecutableCandidates { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyList<byte[]> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The session is to have the agent's credential, or what stands in for it.</summary>
    public required bool WithSecrets { get; init; }

    /// <summary>Rows in the high half, columns in the low one; null without a terminal.</summary>
    public required uint? Terminal { get; init; }

    public static JoinDetails Read(FieldReader fields) => new()
    {
        Project = fields.Text(),
        Policy = fields.Number() == 0 ? null : fields.Texts(),
        ExecutableCandidates = fields.Texts(),
        Arguments = fields.Texts(),
        Environment = fields.Lists(),
        WorkingDirectory = fields.Text(),
        WithSecrets = fields.Number() != 0,
        Terminal = fields.Number() is > 0 and <= uint.MaxValue and long size ? (uint)size : null,
    };

    public byte[] Write()
    {
        FieldWriter fields = new FieldWriter().Text(Project).Number(Policy is null ? 0 : 1);
        if (Policy is not null)
        {
            _ = fields.Texts(Policy);
        }

        return fields.Texts(ExecutableCandidates).Texts(Arguments).Lists(Environment).Text(WorkingDirectory).Number(WithSecrets ? 1 : 0).Number(Terminal ?? 0).Finish();
    }
}
