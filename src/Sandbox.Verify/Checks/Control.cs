using Sandbox.Linux;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>What it means that an attack does not work without a sandbox either.</summary>
internal static class Control
{
    public static (Verdict, string) Missing(IReadOnlyList<Answer> outside)
    {
        string said = string.Join(", ", outside.Select(static a => a.ToString()).Distinct(StringComparer.Ordinal));
        bool forbidden = outside.All(static a => a.Kind == AnswerKind.Errno && a.Number is Errno.EPERM or Errno.EACCES or Errno.ENOENT) && outside.Any(static a => a.Number is Errno.EPERM or Errno.EACCES);
        return forbidden
            ? (Verdict.NotApplicable, $"without a sandbox this user may not either: {said}")
            : (Verdict.Inconclusive, $"it does not work without a sandbox either: {said}");
    }
}
