namespace Sandbox.Testing;

/// <summary>
/// Runs programs for tests: absolute path, explicit environment, own session and process group, signals at their defaults, a time limit.
/// </summary>
public static class ProcessRun
{
    /// <summary>Runs a program to its end with <see cref="ProcessRequest.MinimalEnvironment"/>.</summary>
    public static ProcessResult Run(string fileName, params IReadOnlyList<string> arguments) => Run(new ProcessRequest(fileName, arguments));

    /// <summary>Runs to the end as the user of the test process.</summary>
    /// <exception cref="TestFailureException">It could not be started, or did not end within its time limit.</exception>
    public static ProcessResult Run(ProcessRequest request)
    {
        using LiveProcess process = Start(request);
        return process.WaitForExit();
    }

    /// <summary>Runs to the end as <paramref name="identity"/>, with its HOME unless the request names one.</summary>
    /// <exception cref="TestFailureException">It could not be started, or did not end within its time limit.</exception>
    public static ProcessResult RunAs(Identity identity, ProcessRequest request) => Run(identity.Wrap(request));

    /// <summary>Starts and returns at once; disposal kills the process group.</summary>
    public static LiveProcess Start(ProcessRequest request) => new(request);

    /// <summary>Like <see cref="Start"/>, as <paramref name="identity"/>; the process id is the program's own.</summary>
    public static LiveProcess StartAs(Identity identity, ProcessRequest request) => new(identity.Wrap(request));
}
