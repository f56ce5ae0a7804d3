namespace Sandbox.Core.Plans;

/// <summary>One file of a group.</summary>
/// <param name="File">Its name.</param>
/// <param name="Value">What to write.</param>
/// <param name="Optional">A kernel built without this file does without.</param>
public sealed record CgroupSetting(string File, string Value, bool Optional = false);
