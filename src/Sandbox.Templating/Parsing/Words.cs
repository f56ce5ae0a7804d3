namespace Sandbox.Templating.Parsing;

/// <summary>Words that Scriban keeps for itself: none of them is a variable's name.</summary>
internal static class Words
{
    /// <summary>Statements and literals of Scriban's that are not built.</summary>
    public static IReadOnlyList<string> Unsupported { get; } =
    [
        "break", "capture", "case", "continue", "do", "empty", "func", "import", "null", "readonly", "ret", "tablerow", "this", "when", "while", "with", "wrap",
    ];

    public static IReadOnlyList<string> Supported { get; } = ["else", "end", "false", "for", "if", "in", "include", "true"];

    public static bool IsReserved(string word) => Unsupported.Contains(word, StringComparer.Ordinal) || Supported.Contains(word, StringComparer.Ordinal);
}
