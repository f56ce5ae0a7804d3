using System.Reflection;
using System.Text;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Tests;

/// <summary>The built probe.</summary>
internal static class ProbeProgram
{
    public static string Path { get; } = System.IO.Path.Combine(
        RepositoryPaths.Root, typeof(ProbeProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "SandboxProbeOutput").Value!, "claude-sandbox-probe");

    /// <summary>Its answers, in the order of the attempts.</summary>
    public static IReadOnlyList<Answer> Make(params Attempt[] attempts)
    {
        string script = string.Concat(attempts.Select(static (a, i) => a.Line($"{i}")));
        ProcessResult result = ProcessRun.Run(new ProcessRequest(Path) { Input = Encoding.ASCII.GetBytes(script) }).ExpectExit();
        Answers answers = new();
        answers.Add(result.Output);
        return [.. attempts.Select((_, i) => answers[$"{i}"])];
    }
}
