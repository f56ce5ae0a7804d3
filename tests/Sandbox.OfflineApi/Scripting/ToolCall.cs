namespace Sandbox.OfflineApi.Scripting;

/// <summary>A tool of the agent and its input; every tool used here takes strings only.</summary>
/// <param name="Tool">The tool's name as the agent declares it, for example <c>Bash</c>.</param>
/// <param name="Input">The input's members.</param>
public sealed record ToolCall(string Tool, IReadOnlyDictionary<string, string> Input)
{
    /// <summary>A shell command, run by the agent in its working directory.</summary>
    public static ToolCall Bash(string command, string description) =>
        new("Bash", new Dictionary<string, string> { ["command"] = command, ["description"] = description });

    /// <summary>Creates or replaces a file.</summary>
    public static ToolCall Write(string path, string content) =>
        new("Write", new Dictionary<string, string> { ["file_path"] = path, ["content"] = content });

    /// <summary>Reads a file.</summary>
    public static ToolCall Read(string path) =>
        new("Read", new Dictionary<string, string> { ["file_path"] = path });
}
