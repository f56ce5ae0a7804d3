namespace Sandbox.Testing;

/// <summary>
/// The <c>sandbox-dummy</c> child: <c>exit N</c>, <c>signal NAME</c>, <c>print-args ...</c>, <c>print-env</c>, <c>print-cwd</c>,
/// <c>echo-stdin</c>, <c>sleep SECONDS</c>, <c>ignore-term SECONDS</c> (both write <c>ready</c> first), <c>fds</c>,
/// <c>write FILE TEXT</c>, <c>stderr TEXT</c>, <c>get URL</c>.
/// </summary>
public static class Dummy
{
    /// <summary>A request for one verb with its arguments.</summary>
    public static ProcessRequest Request(params IReadOnlyList<string> verb) => new(RepositoryPaths.Dummy, verb);

    /// <summary>Runs one verb to its end.</summary>
    public static ProcessResult Run(params IReadOnlyList<string> verb) => ProcessRun.Run(Request(verb));
}
