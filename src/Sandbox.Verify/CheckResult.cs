namespace Sandbox.Verify;

/// <summary>One check on one backend.</summary>
/// <param name="Id">Of the attack catalogue, with a word behind a full stop where one attack is several checks: "PR-15.net".</param>
/// <param name="Group">Heading: "files", "processes", ...</param>
/// <param name="Title">What was tried, as a sentence without its full stop.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Words">What was seen; may be empty.</param>
public sealed record CheckResult(string Id, string Group, string Title, Verdict Verdict, string Words);
