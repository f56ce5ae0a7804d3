namespace Sandbox.Cli.Completion;

/// <summary>What a shell offers where a value goes.</summary>
internal enum ValueKind
{
    /// <summary>Nothing: it is free text, or nobody's to list.</summary>
    Text,

    /// <summary>One of some words.</summary>
    Words,

    /// <summary>Some of some words, with commas between.</summary>
    List,

    Files,

    Directories,

    /// <summary>A program on PATH.</summary>
    Command,

    /// <summary>Names of the caller's variables.</summary>
    Variables,
}
