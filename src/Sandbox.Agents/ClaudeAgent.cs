namespace Sandbox.Agents;

/// <summary>Names of the agent that this program runs.</summary>
public static class ClaudeAgent
{
    /// <summary>The program's name.</summary>
    public const string Name = "claude";

    /// <summary>The version installed when none is named: the one that the tests run.</summary>
    public const string DefaultVersion = "2.1.329";

    /// <summary>npm name of the package that users install; platform packages append to it.</summary>
    public const string PackageName = "@anthropic-ai/claude-code";
}
