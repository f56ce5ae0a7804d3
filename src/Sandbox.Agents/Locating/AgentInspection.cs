namespace Sandbox.Agents.Locating;

/// <summary>What looking at one candidate showed: an installation, or the reason why it is none.</summary>
public sealed record AgentInspection
{
    private AgentInspection()
    {
    }

    public AgentInstallation? Installation { get; private init; }

    /// <summary>"PATH is ..., do ...": one line; empty when there is an installation.</summary>
    public string Refusal { get; private init; } = string.Empty;

    internal static AgentInspection Accept(AgentInstallation installation) => new() { Installation = installation };

    internal static AgentInspection Refuse(string path, string why) => new() { Refusal = $"{Printable.Text(path, 300)} {why}" };
}
