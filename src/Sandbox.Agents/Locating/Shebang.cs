using System.Text;

namespace Sandbox.Agents.Locating;

/// <summary>The first line of a script: <c>#!/usr/bin/env node</c>, <c>#!/usr/bin/env -S node --flag</c> or <c>#!/path/node</c>.</summary>
internal sealed record Shebang
{
    /// <summary>Bytes of a file that are enough; the kernel itself reads 256.</summary>
    internal const int Longest = 256;

    /// <summary>An absolute path, or a bare name when env looks it up.</summary>
    internal required string Interpreter { get; init; }

    internal required IReadOnlyList<string> Flags { get; init; }

    internal static Shebang? Parse(ReadOnlySpan<byte> start)
    {
        int end = start.IndexOf((byte)'\n');
        if (!start.StartsWith("#!"u8) || end < 0)
        {
            return null;
        }

        string[] words = Encoding.UTF8.GetString(start[2..end]).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 1 && words[0].EndsWith("/env", StringComparison.Ordinal))
        {
            words = words[1] is "-S" ? words[2..] : words[1..];
        }

        return words.Length == 0 ? null : new Shebang { Interpreter = words[0], Flags = words[1..] };
    }
}
