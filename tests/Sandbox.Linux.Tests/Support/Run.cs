namespace Sandbox.Linux.Tests.Support;

/// <summary>Runs a program by absolute path, with a time limit after which its whole tree is killed and the test fails.</summary>
internal static class Run
{
    private const int SignalBase = 128;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>The absolute path of a program on PATH, or null.</summary>
    internal static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathRooted)
        .Select(directory => Path.Combine(directory, name))
        .FirstOrDefault(File.Exists);

    /// <summary>As <see cref="Find"/>, but a missing program fails the test: it is expected wherever these tests run.</summary>
    internal static string Require(string name)
    {
        var path = Find(name);
        Assert.True(path is not null, $"{name} is not installed; these tests need it");
        return path;
    }

    internal static async Task<Finished> ToEnd(string directory, string program, params string[] arguments)
    {
        ProcessRequest request = new(program, arguments)
        {
            WorkingDirectory = directory,
            Environment = Surroundings(directory),
            Input = ReadOnlyMemory<byte>.Empty,
            TimeLimit = Limit,
        };
        using LiveProcess process = ProcessRun.Start(request);
        ProcessResult result = await process.Completion;
        int code = result.ExitCode ?? SignalBase + (int)result.Signal!.Value;
        return new Finished(code, result.OutputText, result.ErrorText);
    }

    // Nothing a program writes on the side may land outside the test's directory.
    private static Dictionary<string, string> Surroundings(string directory) => new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? string.Empty,
        ["HOME"] = directory,
        ["TMPDIR"] = directory,
        ["TMUX_TMPDIR"] = directory,
        ["DOTNET_CLI_HOME"] = directory,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["LC_ALL"] = "C",
    };
}
