using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Secrets;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>The variables that a payload gets.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public void Nothing_of_the_caller_gets_in_but_language_terminal_and_colour()
    {
        Machine machine = Machines.Debian();
        foreach (string name in (string[])["AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "LD_PRELOAD", "BASH_ENV", "IS_SANDBOX", "TERM_PROGRAM", "lang"])
        {
            machine.Environment[name] = "from-outside";
        }

        Assert.DoesNotContain(machine.Plan().Environment, v => v.ToString().Contains("from-outside", StringComparison.Ordinal));
        Assert.Equal(["LANG", "TERM"], machine.Plan().Environment.Where(v => v.Reason == "host").Select(v => v.Name));
    }

    [Fact]
    public void A_variable_is_passed_with_the_caller_s_value_or_the_one_given()
    {
        Machine machine = Machines.Debian();
        machine.Environment["EDITOR"] = "vi";
        LaunchPlan plan = machine.Plan("--env", "EDITOR", "--env", "X=a=b", "--env", "EMPTY=");
        Assert.Equal(["=", "a=b", "vi"], new[] { "EMPTY", "X", "EDITOR" }.Select(n => plan.Environment.Single(v => v.Name == n).Value is { Length: > 0 } value ? value : "="));
    }

    [Fact]
    public void What_is_given_is_never_printed()
    {
        LaunchPlan plan = Machines.Debian().Plan("--env", "TOKEN=hunter2");
        Assert.Equal("TOKEN=***", plan.Environment.Single(v => v.Name == "TOKEN").ToString());
        Assert.DoesNotContain("hunter2", PlanText.Of(plan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1X", "1X")]
    [InlineData("A-B", "A-B")]
    [InlineData("A B", "A B")]
    [InlineData("=x", "''")]
    [InlineData("", "''")]
    [InlineData("ПУТЬ", "ПУТЬ")]
    [InlineData("A\u0007", "A\\u0007")]
    public void What_is_no_name_is_refused(string word, string shown) =>
        Assert.StartsWith($"CS102 --env {shown}: not a variable name", Machines.Debian().Refusal("--env", word), StringComparison.Ordinal);

    [Fact]
    public void A_variable_that_the_caller_does_not_have_is_refused() =>
        Assert.Equal(
            "CS102 --env NOPE: not set in your environment: set it, or give a value as --env NOPE=VALUE", Machines.Debian().Refusal("--env", "NOPE"));

    [Fact]
    public void The_last_of_two_values_wins() =>
        Assert.Equal("2", Assert.Single(Machines.Debian().Plan("--env", "A=1", "--env", "A=2").Environment, v => v.Name == "A").Value);

    [Fact]
    public void The_user_s_word_beats_the_sandbox_s_own() =>
        Assert.Equal("/x", Assert.Single(Machines.Debian().Plan("--env", "HOME=/x").Environment, v => v.Name == "HOME").Value);

    [Fact]
    public void Names_are_sorted_and_unique()
    {
        IReadOnlyList<PlannedVariable> all = Machines.Debian().Plan("--env", "ZZ=1", "--env", "AA=1").Environment;
        Assert.Equal(all.Select(v => v.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), all.Select(v => v.Name));
    }

    [Fact]
    public void Only_root_is_told_by_IS_SANDBOX()
    {
        Assert.DoesNotContain(Machines.Debian().Plan().Environment, v => v.Name == "IS_SANDBOX");
        Assert.Contains(Machines.DebianRoot().Plan().Environment, v => v.Name == "IS_SANDBOX" && v.Value == "1");
    }

    [Fact]
    public void An_agent_s_secret_is_passed_and_never_printed()
    {
        PlannedVariable token = new() { Name = "TOKEN", Secret = Secret.FromText("hunter2"), Reason = "login" };
        AgentLaunch agent = new() { Command = "/usr/bin/true", Environment = [token], PassedVariables = ["BASE_URL", "LANG"] };
        Machine machine = Machines.Debian();
        machine.Environment["BASE_URL"] = "https://ada:hunter2@proxy.example/";
        LaunchPlan plan = machine.Plan(invocation: new RunAgent(agent, []));
        Assert.True(plan.HasCredentials);
        Assert.Equal("https://ada:hunter2@proxy.example/", plan.Environment.Single(v => v.Name == "BASE_URL").Value);
        Assert.DoesNotContain("hunter2", PlanText.Of(plan), StringComparison.Ordinal);
        Assert.Single(plan.Environment, v => v.Name == "LANG");
    }
}
