using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux.Files;
using Sandbox.Sessions.Report;

namespace Sandbox.Cli.Commands;

/// <summary>Where <c>--report</c> writes: a file outside what the sandbox can write, or stderr.</summary>
/// <param name="Path">Absolute with a canonical directory; null for stderr.</param>
internal sealed record ReportFile(string? Path)
{
    /// <exception cref="SandboxException">CS104: the sandbox could write there, or there is no such directory.</exception>
    public static ReportFile? Of(string? given, LaunchPlan plan)
    {
        if (given is null or "-")
        {
            return given is null ? null : new ReportFile(Path: null);
        }

        string full = System.IO.Path.GetFullPath(given);
        string? directory = HostPath.Canonical(Paths.Parent(full));
        if (given.Length == 0 || directory is null)
        {
            throw new SandboxException(ErrorCode.HostPath, $"--report {PrintableText.Escape(given)}: no such directory: name a file in one that exists");
        }

        if (plan.Mounts.OfType<BindMount>().Any(m => m.Writable && Paths.IsWithin(directory, m.Source)))
        {
            throw new SandboxException(ErrorCode.HostPath, $"--report {PrintableText.Escape(given)}: the sandbox could write there: name a file outside the project, or - for stderr");
        }

        return new ReportFile(Paths.Join(directory, Paths.Name(full)));
    }

    public void Write(ProjectReport report, string project, TextWriter error)
    {
        byte[] json = ReportText.Json(report, project);
        if (Path is null)
        {
            error.Write(System.Text.Encoding.UTF8.GetString(json));
            return;
        }

        try
        {
            File.WriteAllBytes(Path, json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"claude-sandbox: warning: cannot write the report to {PrintableText.Escape(Path)}: {PrintableText.Escape(e.Message.TrimEnd('.'))}");
        }
    }
}
