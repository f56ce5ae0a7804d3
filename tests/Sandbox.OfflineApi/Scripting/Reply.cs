namespace Sandbox.OfflineApi.Scripting;

/// <summary>What the stand-in answers: either words, which end the turn, or one tool call.</summary>
public abstract record Reply;

/// <summary>Text that ends the turn.</summary>
public sealed record TextReply(string Text) : Reply;

/// <summary>A request to run one tool.</summary>
/// <param name="Id">Unique within the conversation, as the agent pairs results with calls by it.</param>
/// <param name="Call">The tool and its input.</param>
public sealed record ToolReply(string Id, ToolCall Call) : Reply;
