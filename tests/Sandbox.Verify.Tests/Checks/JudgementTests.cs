using System.Text;
using Sandbox.Verify.Checks;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Tests.Checks;

/// <summary>What is made of the answers of both sides.</summary>
public sealed class JudgementTests
{
    [Theory]
    [InlineData("ok 5", "ok 5", Verdict.Escaped)]
    [InlineData("ok 5", "no 2", Verdict.Escaped)]
    [InlineData("no 13", "ok 5", Verdict.Blocked)]
    [InlineData("no 13", "no 2", Verdict.Inconclusive)]
    [InlineData("no 13", "no 13", Verdict.NotApplicable)]
    [InlineData("", "ok 5", Verdict.Inconclusive)]
    [InlineData("no 13", "", Verdict.Inconclusive)]
    public void An_attack_is_blocked_only_when_it_works_outside(string inside, string outside, Verdict verdict)
    {
        SensedCheck check = new("XX-01.x", "x", static _ => [new Attempt("a")], static (_, answers) => answers[0].Worked ? "got" : null);
        Assert.Equal(verdict, Judge(check, inside, outside));
    }

    [Theory]
    [InlineData("no 1", "no 14", Verdict.Blocked)]
    [InlineData("no 1", "ok 0", Verdict.Blocked)]
    [InlineData("signal 31", "no 14", Verdict.Blocked)]
    [InlineData("no 1", "no 1", Verdict.NotApplicable)]
    [InlineData("no 14", "no 14", Verdict.Escaped)]
    [InlineData("ok 0", "ok 0", Verdict.Escaped)]
    [InlineData("", "no 14", Verdict.Inconclusive)]
    [InlineData("no 1", "", Verdict.NotApplicable)]
    public void A_call_is_blocked_when_the_answer_is_not_the_kernels(string inside, string outside, Verdict verdict) =>
        Assert.Equal(verdict, Judge(new RefusalCheck("XX-01.x", "x", "mount 165 0"), inside, outside));

    [Theory]
    [InlineData("ok 0", "ok 0", Verdict.Allowed)]
    [InlineData("ok 0", "no 2", Verdict.Allowed)]
    [InlineData("no 1", "ok 0", Verdict.Broken)]
    [InlineData("no 1", "no 1", Verdict.NotApplicable)]
    [InlineData("", "ok 0", Verdict.Broken)]
    public void What_is_needed_is_broken_when_it_works_outside_only(string inside, string outside, Verdict verdict)
    {
        NeedCheck check = new("XX-01.x", "x", static _ => [new Attempt("a")], static (_, answers) => answers[0].Worked);
        Assert.Equal(verdict, Judge(check, inside, outside));
    }

    [Theory]
    [InlineData("got", "got", Verdict.Escaped)]
    [InlineData(null, "got", Verdict.Blocked)]
    [InlineData(null, null, Verdict.Inconclusive)]
    [InlineData("throw", "got", Verdict.Inconclusive)]
    public void What_was_played_is_judged_alike(string? inside, string? outside, Verdict verdict)
    {
        PlayedCheck check = new("XX-01.x", "x", a => (a.IsSandboxed ? inside : outside) is var word && word == "throw" ? throw new NotPlayedException("no") : word);
        (Arm sandboxed, Arm free) = Arms();
        check.Play(sandboxed);
        check.Play(free);
        Assert.Equal(verdict, check.Judge(sandboxed, free).Item1);
    }

    [Fact]
    public void Nothing_to_attack_is_not_applicable_with_the_reason()
    {
        SensedCheck check = new("XX-01.x", "x", static _ => [], static (_, _) => null) { Needs = "no such thing here" };
        (Arm inside, Arm outside) = Arms();
        Assert.Equal((Verdict.NotApplicable, "no such thing here"), check.Judge(inside, outside));
    }

    [Fact]
    public void A_search_that_did_not_get_through_blocks_nothing()
    {
        SensedCheck check = new("XX-01.x", "x", static _ => [new Attempt("a")], static (a, _) => a.IsSandboxed ? null : "got") { Misses = static answers => answers[0].Number == 7 ? "too many" : null };
        Assert.Equal(Verdict.Inconclusive, Judge(check, "no 7", "ok 5"));
        Assert.Equal(Verdict.Blocked, Judge(check, "no 2", "ok 5"));
    }

    private static Verdict Judge(BatteryCheck check, string inside, string outside)
    {
        (Arm sandboxed, Arm free) = Arms();
        sandboxed.Answers.Add(Encoding.ASCII.GetBytes($"XX-01.x#0 {inside}\n"));
        free.Answers.Add(Encoding.ASCII.GetBytes($"XX-01.x#0 {outside}\n"));
        return check.Judge(sandboxed, free).Verdict;
    }

    // No check here looks at a scene.
    private static (Arm Inside, Arm Outside) Arms() =>
        (new Arm(null!, new SandboxCommand("fake", "/fake", static (_, _, payload) => payload), "/probe"), new Arm(null!, null, "/probe"));
}
