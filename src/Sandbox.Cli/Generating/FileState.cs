namespace Sandbox.Cli.Generating;

/// <summary>What lies where a generated file goes.</summary>
internal enum FileState
{
    /// <summary>Exactly what would be written.</summary>
    Current,
    Missing,

    /// <summary>Ours, of another version or configuration.</summary>
    Old,

    /// <summary>Ours, and not wanted any more.</summary>
    Surplus,

    /// <summary>Not ours, or changed by somebody.</summary>
    Foreign,
}
