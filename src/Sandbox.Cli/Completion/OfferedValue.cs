namespace Sandbox.Cli.Completion;

/// <summary>What is offered for one value.</summary>
/// <param name="Kind">How it is found.</param>
/// <param name="Words">The words, where it is among some.</param>
internal sealed record OfferedValue(ValueKind Kind, params IReadOnlyList<string> Words)
{
    public static OfferedValue Text { get; } = new(ValueKind.Text);
}
