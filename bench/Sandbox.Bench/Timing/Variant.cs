namespace Sandbox.Bench.Timing;

/// <summary>One thing to start and time, again and again.</summary>
internal sealed record Variant
{
    /// <summary>Number in the child of the descriptor that reads <see cref="Input"/>.</summary>
    public const int InputDescriptor = 9;

    /// <summary>As it appears in the report.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path.</summary>
    public required string Executable { get; init; }

    /// <summary>After argv[0].</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>NAME=VALUE; nothing else is inherited.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    /// <summary>A file that the child finds open; opened anew, outside the measured time, for every launch.</summary>
    public string? Input { get; init; }

    /// <summary>Measured in every Nth round only.</summary>
    public int Every { get; init; } = 1;

    public int ExpectedExitCode { get; init; }

    /// <summary>Longer is a hang.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Called after every measured launch, outside the measured time.</summary>
    public Action<Launched>? After { get; init; }
}
