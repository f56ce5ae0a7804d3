namespace Sandbox.OfflineApi.Scripting;

/// <summary>
/// Reads the steps that a prompt spells out, one a line: <c>RUN: command</c>, <c>WRITE: path content</c>, <c>READ: path</c>.
/// A path in a <c>WRITE</c> line ends at its first space.
/// </summary>
public static class ScriptLines
{
    private const string Run = "RUN: ";
    private const string Write = "WRITE: ";
    private const string Read = "READ: ";

    /// <summary>The steps of <paramref name="text"/> in order; a line with nothing after its keyword is not a step.</summary>
    public static IReadOnlyList<ToolCall> Parse(string text)
    {
        var calls = new List<ToolCall>();
        foreach (var line in text.Split('\n'))
        {
            if (Step(line.TrimEnd(), calls.Count + 1) is { } call)
            {
                calls.Add(call);
            }
        }

        return calls;
    }

    private static ToolCall? Step(string line, int number)
    {
        if (line.StartsWith(Run, StringComparison.Ordinal))
        {
            return ToolCall.Bash(line[Run.Length..], $"scripted step {number}");
        }

        if (line.StartsWith(Write, StringComparison.Ordinal))
        {
            var parts = line[Write.Length..].Split(' ', 2);
            return ToolCall.Write(parts[0], parts.Length > 1 ? parts[1] : "");
        }

        return line.StartsWith(Read, StringComparison.Ordinal) ? ToolCall.Read(line[Read.Length..]) : null;
    }
}
