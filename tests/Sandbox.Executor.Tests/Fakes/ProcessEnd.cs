namespace Sandbox.Executor.Tests.Fakes;

/// <summary>How the process on a fake kernel ended: exactly one of these is set.</summary>
internal sealed record ProcessEnd
{
    public int? ExitCode { get; init; }

    /// <summary>A successful execve.</summary>
    public ExecutedProgram? Executed { get; init; }

    /// <summary>Init would sleep until the next event, and the test has none left.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>It stopped itself, and the test does not go on with it.</summary>
    public bool IsStopped { get; init; }
}

/// <summary>What execve got, and what it left to the program.</summary>
internal sealed record ExecutedProgram(string Path, IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment, string Confinement);

/// <summary>Leaves the executor's code where a real process would end.</summary>
internal sealed class ProcessEndedException(ProcessEnd end) : Exception
{
    public ProcessEnd End { get; } = end;
}
