namespace Sandbox.Linux.Processes;

/// <summary>One program to run. Nothing is taken from the caller's own process: neither its environment nor its directory.</summary>
public sealed record CommandSpec
{
    /// <summary>Absolute path; there is no search (<see cref="ExecutableResolver"/> does that).</summary>
    public required string Executable { get; init; }

    /// <summary>Arguments after argv[0]. Visible to every user of the machine: never a secret.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The whole environment of the child.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Absolute path of an existing directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Default: end of file at once.</summary>
    public CommandInput Input { get; init; } = CommandInput.Empty;

    /// <summary>Default: captured, at most 1 MiB kept.</summary>
    public CommandOutput StandardOutput { get; init; } = CommandOutput.Capture();

    /// <summary>Default: captured, at most 1 MiB kept.</summary>
    public CommandOutput StandardError { get; init; } = CommandOutput.Capture();

    /// <summary>Null: no limit. When it passes, the child is ended and <see cref="CommandResult.TimedOut"/> is set.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Time between SIGTERM and SIGKILL, and how long output may stay open after the child has ended.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(3);
}
