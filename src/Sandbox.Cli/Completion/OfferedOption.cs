namespace Sandbox.Cli.Completion;

/// <summary>One option of a verb.</summary>
/// <param name="Names">Its spellings, the shortest first.</param>
/// <param name="Summary">Its meaning, the first sentence of it.</param>
/// <param name="Repeats">It may be given again.</param>
/// <param name="Value">What is offered for its value; null when it takes none.</param>
internal sealed record OfferedOption(IReadOnlyList<string> Names, string Summary, bool Repeats, OfferedValue? Value);
