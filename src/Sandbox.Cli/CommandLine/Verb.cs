using System.CommandLine;

namespace Sandbox.Cli.CommandLine;

/// <summary>One verb with all that its help says; docs/cli.md shows the same text.</summary>
internal sealed class Verb(string name, string summary) : Command(name, summary)
{
    /// <summary>How it is written.</summary>
    public IReadOnlyList<string> Usage { get; init; } = [];

    /// <summary>Paragraphs below the usage.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public IReadOnlyList<(string Line, string Meaning)> Examples { get; init; } = [];

    /// <summary>Words after <c>--</c> mean something to it.</summary>
    public bool TakesPayload { get; init; }

    /// <summary>The verb whose options its help shows as well (the default verb's, in the program's own help).</summary>
    public Verb? Default { get; init; }
}
