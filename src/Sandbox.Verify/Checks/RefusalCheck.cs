using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>
/// System calls that must not reach the kernel. Their arguments are such that the kernel answers something else than a sandbox does, or grants
/// something harmless: so the answer tells who gave it.
/// </summary>
/// <param name="id">Its name.</param>
/// <param name="title">What is tried.</param>
/// <param name="calls">Name, number and arguments, with spaces between: see the probe's word "call".</param>
internal sealed class RefusalCheck(string id, string title, params IReadOnlyList<string> calls) : BatteryCheck(id, title)
{
    public IReadOnlyList<string> Calls => calls;

    public override IReadOnlyList<Attempt> Attempts(Arm arm) => [.. calls.Select(static c => new Attempt("call", c.Split(' ')[1..]))];

    public override (Verdict, string) Judge(Arm inside, Arm outside)
    {
        IReadOnlyList<Answer> ours = AnswersOf(inside);
        IReadOnlyList<Answer> kernels = AnswersOf(outside);
        List<string> reached = [];
        int shown = 0;
        for (int i = 0; i < calls.Count; i++)
        {
            if (ours[i].Kind == AnswerKind.None)
            {
                return (Verdict.Inconclusive, $"{Name(i)} gave no answer");
            }

            if (!ours[i].Refused)
            {
                reached.Add($"{Name(i)} reached the kernel: {ours[i]}");
            }
            else if (kernels[i].Kind != AnswerKind.None && ours[i] != kernels[i])
            {
                shown++;
            }
        }

        return (reached.Count, shown) switch
        {
            ( > 0, _) => (Verdict.Escaped, string.Join(", ", reached)),
            (_, 0) => (Verdict.NotApplicable, "without a sandbox the kernel gives this user the same answers"),
            _ when shown < calls.Count => (Verdict.Blocked, $"{shown} of {calls.Count} calls; the others the kernel itself refuses to this user"),
            _ => (Verdict.Blocked, calls.Count == 1 ? ours[0].ToString() : $"{calls.Count} calls"),
        };
    }

    private string Name(int i) => calls[i].Split(' ')[0];
}
