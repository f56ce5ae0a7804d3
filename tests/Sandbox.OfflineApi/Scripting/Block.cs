namespace Sandbox.OfflineApi.Scripting;

/// <summary>One content block of a conversation, in the order in which it was sent.</summary>
public abstract record Block;

/// <summary>Text written by the user, or wrapped around the user's words by the agent.</summary>
public sealed record UserText(string Text) : Block;

/// <summary>A tool call that an earlier reply asked for.</summary>
public sealed record ToolUse(string Id, string Tool) : Block;

/// <summary>What the agent sent back for one tool call.</summary>
public sealed record ToolResult(string ToolUseId, string Text, bool IsError) : Block;
