using Sandbox.Linux.Seccomp;
using Sandbox.Linux.Tests.Support;

namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>probe.c, compiled once for the class that uses it.</summary>
public sealed class Probe : IAsyncLifetime
{
    private readonly TempDirectory directory = TempDirectory.Create();

    /// <summary>The compiled program.</summary>
    public string Executable => directory.At("probe");

    public async Task InitializeAsync() =>
        await Compile(Executable, Path.Combine(AppContext.BaseDirectory, "Seccomp", "probe.c"), "-static", "-O1", "-Wall", "-Wextra", "-Werror");

    public Task DisposeAsync()
    {
        directory.Dispose();
        return Task.CompletedTask;
    }

    internal async Task Compile(string output, string source, params string[] options)
    {
        var compiled = await Run.ToEnd(directory.Path, Run.Require("gcc"), [.. options, "-o", output, source]);
        Assert.True(compiled.ExitCode == 0, compiled.Error);
    }

    internal string Filter(string name, byte[] program)
    {
        var path = directory.At(name);
        File.WriteAllBytes(path, program);
        return path;
    }

    internal string Filter(SeccompProfile profile) => Filter("filter", SeccompFilter.Build(profile));

    /// <summary>Runs the cases and gives each one's answer by its id. A null filter is the control arm.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> Ask(IEnumerable<SyscallCase> cases, byte[]? filter)
    {
        using var scratch = TempDirectory.Create();
        var questions = scratch.At("questions");
        await File.WriteAllLinesAsync(questions, cases.Select(one => one.Line));
        var program = filter is null ? "-" : Filter("arm", filter);
        var finished = await Run.ToEnd(scratch.Path, Executable, "cases", program, scratch.Path, questions);
        Assert.True(finished.ExitCode == 0, finished.Error);
        return finished.Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(line => line[..line.IndexOf(' ', StringComparison.Ordinal)], line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
    }
}
