using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>Something that programs need: a sandbox in which it does not work is broken.</summary>
/// <param name="id">Its name.</param>
/// <param name="title">What is done.</param>
/// <param name="attempts">Lines for the probe; none where this machine cannot do it at all.</param>
/// <param name="works">Whether it worked on one side.</param>
internal sealed class NeedCheck(string id, string title, Func<Arm, IReadOnlyList<Attempt>> attempts, Func<Arm, IReadOnlyList<Answer>, bool> works) : BatteryCheck(id, title)
{
    /// <summary>What is missing where it cannot be tried.</summary>
    public string Needs { get; init; } = "this machine cannot do it";

    public override IReadOnlyList<Attempt> Attempts(Arm arm) => attempts(arm);

    public override (Verdict, string) Judge(Arm inside, Arm outside)
    {
        IReadOnlyList<Answer> answers = AnswersOf(inside);
        if (answers.Count == 0)
        {
            return (Verdict.NotApplicable, Needs);
        }

        string said = string.Join(", ", answers.Select(static a => a.ToString()).Distinct(StringComparer.Ordinal));
        return works(inside, answers) ? (Verdict.Allowed, string.Empty)
            : works(outside, AnswersOf(outside)) ? (Verdict.Broken, said)
            : (Verdict.NotApplicable, $"it does not work without a sandbox either: {said}");
    }
}
