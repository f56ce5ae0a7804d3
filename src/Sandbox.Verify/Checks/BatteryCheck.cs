using System.Globalization;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>One check: attempts, made on both sides, and a judgement.</summary>
/// <param name="id">As in <see cref="CheckResult"/>.</param>
/// <param name="title">What is tried, as a sentence without its full stop.</param>
internal abstract class BatteryCheck(string id, string title)
{
    public string Id => id;

    public string Title => title;

    /// <summary>Lines of the script of one side.</summary>
    public virtual IReadOnlyList<Attempt> Attempts(Arm arm) => [];

    /// <summary>What is done on one side with launches of its own, after the script.</summary>
    public virtual void Play(Arm arm)
    {
    }

    /// <param name="inside">The sandbox.</param>
    /// <param name="outside">The control.</param>
    public abstract (Verdict Verdict, string Words) Judge(Arm inside, Arm outside);

    public string Script(Arm arm) => string.Concat(Attempts(arm).Select((a, i) => a.Line(Label(i))));

    protected IReadOnlyList<Answer> AnswersOf(Arm arm) => [.. Attempts(arm).Select((_, i) => arm.Answers[Label(i)])];

    private string Label(int number) => string.Create(CultureInfo.InvariantCulture, $"{id}#{number}");
}
