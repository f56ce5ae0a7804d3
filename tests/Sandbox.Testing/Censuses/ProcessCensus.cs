using System.Diagnostics;
using System.Text;

namespace Sandbox.Testing;

/// <summary>Living processes, named by id and start time so that a reused number is a difference.</summary>
internal static class ProcessCensus
{
    private const string Deleted = " (deleted)";
    private static readonly TimeSpan ExecTime = TimeSpan.FromMilliseconds(100);

    public static IEnumerable<KeyValuePair<string, string>> Take(CensusScope scope)
    {
        foreach (ProcessState process in ProcessState.All())
        {
            // The test process itself holds every marker in its memory but starts nothing under its own name.
            if (process.IsAlive && process.Id != Environment.ProcessId && Counts(process.Id, scope))
            {
                yield return new($"process {process.Id}@{process.StartTime}", $"{process.Name}: {CommandLine(process.Id)}");
            }
        }
    }

    private static bool Counts(int id, CensusScope scope)
    {
        string commandLine = CommandLine(id);
        if (scope.Marker is string marker)
        {
            return commandLine.Contains(marker, StringComparison.Ordinal)
                || Read($"/proc/{id}/environ").Contains(marker, StringComparison.Ordinal)
                || Link($"/proc/{id}/cwd").Contains(marker, StringComparison.Ordinal);
        }

        string[] names = [Path.GetFileName(Program(id)), Path.GetFileName(commandLine.Split(' ')[0])];
        return scope.Programs.Any(prefix => names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static string Program(int id)
    {
        string target = Link($"/proc/{id}/exe");
        return target.EndsWith(Deleted, StringComparison.Ordinal) ? target[..^Deleted.Length] : target;
    }

    // In the middle of execve a process already has its new program but not yet its arguments and variables.
    private static string CommandLine(int id)
    {
        string line = Read($"/proc/{id}/cmdline");
        Stopwatch clock = Stopwatch.StartNew();
        while (line.Length == 0 && clock.Elapsed < ExecTime && Program(id).Length > 0)
        {
            Thread.Sleep(1);
            line = Read($"/proc/{id}/cmdline");
        }

        return line.TrimEnd('\0').Replace('\0', ' ');
    }

    // Unreadable means that it ended meanwhile, is a kernel thread, or belongs to somebody whom this user cannot have started.
    private static string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static string Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? string.Empty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
