using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

public sealed class AllMistakesTests
{
    [Fact]
    public void Every_mistake_is_reported_at_once_each_with_its_own_code()
    {
        Machine machine = Machines.Debian();
        machine.LandlockAbi = 0;
        machine.Files.Link(Machine.Project + "/.idea", "/usr").Socket("/run/x.sock");
        IReadOnlyList<string> refusals = machine.Refusals(
            "--forward", "nothing", "--forward", "ssh-agent", "--ro", "/nowhere", "--rw", "/etc", "--ro", "/run/x.sock", "--env", "9", "--env", "UNSET", "--allow-write", "x", "--network", "host", "--allow", "x.example", "--publish", "0");
        Assert.Equal(
            ["CS102", "CS102", "CS102", "CS102", "CS102", "CS105", "CS104", "CS104", "CS104", "CS103", "CS102", "CS202"],
            refusals.Select(r => r.Split(' ')[0]));
    }

    [Fact]
    public void A_missing_project_does_not_hide_the_other_mistakes() =>
        Assert.Equal(
            ["CS103", "CS105", "CS104"],
            Machines.Debian().Refusals("DIR", "/nowhere", "--ro", "/nowhere/either", "--forward", "gh-config").Select(r => r.Split(' ')[0]));

    [Fact]
    public void Messages_are_one_line_lower_case_and_without_a_full_stop()
    {
        Machine machine = Machines.Debian();
        Assert.All(
            machine.Refusals("--forward", "a\nb", "--env", "1", "--ro", "/\n", "--allow-write", "\t", "--rw", "/", "--forward", "x11"),
            r =>
            {
                string message = r[6..];
                Assert.DoesNotContain('\n', message);
                Assert.False(message.EndsWith('.'), message);
                Assert.True(char.IsLower(message[0]) || message[0] == '-', message);
            });
    }

    [Fact]
    public void A_repeated_mistake_is_said_once() => Assert.Single(Machines.Debian().Refusals("--forward", "no", "--forward", "no"));
}
