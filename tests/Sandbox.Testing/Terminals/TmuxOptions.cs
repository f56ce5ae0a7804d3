namespace Sandbox.Testing;

/// <summary>What runs in a <see cref="TmuxSession"/>, as whom and on what screen.</summary>
public sealed record TmuxOptions
{
    /// <summary>The program, its arguments, its working directory and its whole environment (plus TERM). The time limit counts for each tmux command.</summary>
    public required ProcessRequest Program { get; init; }

    /// <summary>The identity of both the terminal and the program.</summary>
    public Identity Identity { get; init; } = Identity.Available[0];

    public int Columns { get; init; } = 80;

    public int Rows { get; init; } = 24;

    /// <summary>The program's TERM unless its environment names one.</summary>
    public string Terminal { get; init; } = "screen-256color";
}
