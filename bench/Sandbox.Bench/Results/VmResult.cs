namespace Sandbox.Bench.Results;

/// <summary>What a virtual machine costs, in milliseconds.</summary>
/// <param name="Start">`true` in a machine, as a whole.</param>
/// <param name="Phases">Of the launcher's own trace there, in order.</param>
/// <param name="StatusOutside">`git status` of 5,000 files.</param>
/// <param name="StatusFirst">The same in a machine, the first time.</param>
/// <param name="StatusAgain">And once more.</param>
internal sealed record VmResult(Summary Start, IReadOnlyList<Summary> Phases, Summary StatusOutside, Summary StatusFirst, Summary StatusAgain);
