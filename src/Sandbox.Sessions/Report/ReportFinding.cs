namespace Sandbox.Sessions.Report;

/// <summary>Something of a project that a sandbox changed and that programs outside may run or obey later.</summary>
/// <param name="Kind">"file", "repository", "link" or "executable".</param>
/// <param name="Path">Relative to the project.</param>
/// <param name="Reason">Why it is worth a look, in a few words.</param>
public sealed record ReportFinding(string Kind, string Path, string Reason);
