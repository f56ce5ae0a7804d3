namespace Sandbox.Bench.Results;

/// <summary>Milliseconds of one git command in a project of 5,000 files.</summary>
internal sealed record GitResult(Summary StatusOutside, Summary StatusInside, Summary CommitOutside, Summary CommitInside);
