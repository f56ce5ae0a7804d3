namespace Sandbox.Core.Plans;

/// <summary>Something of the host that is let in and grants more than reading.</summary>
/// <param name="Name">The word after <c>--forward</c>.</param>
/// <param name="Summary">What comes in.</param>
/// <param name="Grants">What can be done with it from inside.</param>
public sealed record PlannedForward(string Name, string Summary, string Grants);
