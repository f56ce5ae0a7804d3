using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>An attack of which can be told what it gained: by what is to be seen outside, and only where nothing is, by what the probe says.</summary>
/// <param name="id">Its name.</param>
/// <param name="title">What is tried.</param>
/// <param name="attempts">Lines for the probe; none where this machine has nothing to attack.</param>
/// <param name="gained">What was gained on one side, in words; null for nothing.</param>
internal sealed class SensedCheck(string id, string title, Func<Arm, IReadOnlyList<Attempt>> attempts, Func<Arm, IReadOnlyList<Answer>, string?> gained) : BatteryCheck(id, title)
{
    /// <summary>What is missing where there is nothing to attack.</summary>
    public string Needs { get; init; } = "this machine has nothing of the kind";

    /// <summary>Why there is nothing to attack, when the probe's answers say that; null otherwise.</summary>
    public Func<IReadOnlyList<Answer>, string?> Lacks { get; init; } = static _ => null;

    /// <summary>What the attack could not get through with, when the probe's answers say that; null otherwise.</summary>
    public Func<IReadOnlyList<Answer>, string?> Misses { get; init; } = static _ => null;

    public override IReadOnlyList<Attempt> Attempts(Arm arm) => attempts(arm);

    public override (Verdict, string) Judge(Arm inside, Arm outside)
    {
        IReadOnlyList<Answer> answers = AnswersOf(inside);
        if (gained(inside, answers) is { } escaped)
        {
            return (Verdict.Escaped, escaped);
        }

        if (answers.Count == 0)
        {
            return (Verdict.NotApplicable, Needs);
        }

        if (answers.Count(static a => a.Kind == AnswerKind.None) is > 0 and int missing)
        {
            return (Verdict.Inconclusive, $"{missing} of {answers.Count} attempts gave no answer");
        }

        if (Misses(answers) is { } missed)
        {
            return (Verdict.Inconclusive, missed);
        }

        if (Lacks(answers) is { } lacking)
        {
            return (Verdict.NotApplicable, lacking);
        }

        if (gained(outside, AnswersOf(outside)) is null)
        {
            return Control.Missing(AnswersOf(outside));
        }

        // That a call succeeded inside says nothing where the host saw nothing of it.
        return (Verdict.Blocked, string.Join(", ", answers.Where(static a => !a.Worked).Select(static a => a.ToString()).Distinct(StringComparer.Ordinal)));
    }
}
