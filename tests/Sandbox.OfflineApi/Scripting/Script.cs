using System.Text;
using System.Text.Json;

namespace Sandbox.OfflineApi.Scripting;

/// <summary>
/// Picks the reply from the whole conversation. There is no state: the same messages always get the same reply,
/// so retries, parallel sessions and resumed ones cannot disturb each other.
/// </summary>
public static class Script
{
    private const int EchoLength = 80;
    private static readonly string[] Tools = ["Bash", "Write", "Read"];

    /// <summary>The reply to a request's <c>messages</c> array.</summary>
    public static Reply Next(JsonElement messages)
    {
        var blocks = Conversation.Read(messages);
        for (var position = blocks.Count - 1; position >= 0; position--)
        {
            if (blocks[position] is UserText text && ScriptLines.Parse(text.Text) is { Count: > 0 } steps)
            {
                return Follow(steps, blocks, position);
            }
        }

        return Prompt.Last(blocks) is not { } prompt ? new TextReply("offline: ")
            : Demo.IsWanted(prompt.Text) ? Demonstrate(blocks, prompt.Position)
            : new TextReply($"offline: {Echo(prompt.Text)}");
    }

    private static Reply Follow(IReadOnlyList<ToolCall> steps, IReadOnlyList<Block> blocks, int position)
    {
        var results = ResultsAfter(blocks, position);
        return results.Count < steps.Count
            ? new ToolReply(NextId(blocks), steps[results.Count])
            : new TextReply(Summary(results));
    }

    private static Reply Demonstrate(IReadOnlyList<Block> blocks, int position) =>
        ResultsAfter(blocks, position) is [var result, ..]
            ? new TextReply(Demo.Closing(result))
            : new ToolReply(NextId(blocks), Demo.Call);

    private static List<ToolResult> ResultsAfter(IReadOnlyList<Block> blocks, int position)
    {
        var calls = blocks.OfType<ToolUse>()
            .Where(call => Tools.Contains(call.Tool, StringComparer.Ordinal))
            .Select(call => call.Id)
            .ToHashSet(StringComparer.Ordinal);
        return [.. blocks.Skip(position + 1).OfType<ToolResult>().Where(result => calls.Contains(result.ToolUseId))];
    }

    private static string NextId(IReadOnlyList<Block> blocks) =>
        string.Create(null, $"toolu_offline{blocks.OfType<ToolUse>().Count() + 1:D4}");

    private static string Summary(List<ToolResult> results)
    {
        var summary = new StringBuilder("DONE\n");
        for (var index = 0; index < results.Count; index++)
        {
            var result = results[index];
            summary.Append(null, $"--- result {index + 1}{(result.IsError ? " (error)" : "")}\n{result.Text}");
            if (!result.Text.EndsWith('\n'))
            {
                summary.Append('\n');
            }
        }

        return summary.ToString();
    }

    // Cut between runes: half a surrogate pair cannot be written as UTF-8.
    private static string Echo(string text) => string.Concat(text.EnumerateRunes().Take(EchoLength));
}
