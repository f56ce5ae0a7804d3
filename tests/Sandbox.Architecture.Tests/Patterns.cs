using System.Text.RegularExpressions;

namespace Sandbox.Architecture.Tests;

/// <summary>What the rules look for in a line of C#. PatternTests shows that they find it.</summary>
internal static partial class Patterns
{
    // Neither a comment nor a text in quotes is code.
    public static string Code(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? string.Empty : Quoted().Replace(line, "\"\"");

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.|\"\")*\"")]
    public static partial Regex Quoted();

    [GeneratedRegex(@"\bunsafe\b|\[(?:DllImport|LibraryImport)\b|\bstackalloc\b.*\*|\bUnsafe\.As")]
    public static partial Regex Unsafe();

    [GeneratedRegex(@"\bProcess\s*\.\s*Start\s*\(|\bnew\s+ProcessStartInfo\b|\bnew\s+(?:System\.Diagnostics\.)?Process\b")]
    public static partial Regex ProcessStart();

    [GeneratedRegex(@"(?m)^public (?:(?:static|sealed|abstract|partial|readonly|unsafe|ref) )*(?:class|record struct|record|struct|interface|enum|delegate [A-Za-z<>?]+) ([A-Za-z0-9_]+)")]
    public static partial Regex PublicType();

    // Written apart, so that this file does not find itself.
    [GeneratedRegex(@"\b(?:TO" + "DO|FIX" + "ME|XX" + "X|HA" + @"CK)\b")]
    public static partial Regex Later();
}
