namespace Sandbox.Agents;

/// <summary>How an agent was found.</summary>
public enum AgentSource
{
    /// <summary>On the user's PATH.</summary>
    Path,

    /// <summary>In a directory where installers are known to put it.</summary>
    KnownPlace,

    /// <summary>Installed by <c>claude-sandbox agent install</c>.</summary>
    Installed,

    /// <summary>Named by the user.</summary>
    Named,
}
