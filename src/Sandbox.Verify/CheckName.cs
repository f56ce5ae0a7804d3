namespace Sandbox.Verify;

/// <summary>One check that there is.</summary>
/// <param name="Id">As in <see cref="CheckResult"/>.</param>
/// <param name="Group">Heading.</param>
/// <param name="Title">What is tried.</param>
public sealed record CheckName(string Id, string Group, string Title);
