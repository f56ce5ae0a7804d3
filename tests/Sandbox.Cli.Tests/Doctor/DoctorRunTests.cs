using System.Text.Json;
using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.Doctor;

/// <summary>The verb on this machine, as root and as an ordinary user.</summary>
public sealed class DoctorRunTests
{
    private const string Token = "sk-ant-api03-hunter2-hunter2-hunter2";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void This_machine_can_run_the_native_backend_and_looking_changes_nothing(Identity identity)
    {
        using World world = new(identity);
        world.Environment["ANTHROPIC_API_KEY"] = Token;
        CliResult result = world.Start("doctor");
        Assert.Equal(0, result.Code);
        world.AssertUntouched();
        Assert.Matches("(?m)^  ok      sandbox          a trial launch got as far as the program", result.Output);
        Assert.Matches("(?m)^  ok      credential       an API key$", result.Output);
        Assert.DoesNotContain(Token, result.Output + result.Error, StringComparison.Ordinal);
        Assert.EndsWith("The native backend can run here.\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(identity.UserId == 0, result.Output.Contains("  ok      control groups   version 1: ", StringComparison.Ordinal));
    }

    [FactWithin(60)]
    public void What_it_says_of_limits_is_what_a_plan_says()
    {
        foreach (Identity identity in Identity.Available)
        {
            using World world = new(identity);
            string doctor = world.Start("doctor").Output;
            string plan = world.Start("plan", "--network", "none", ".", "--", "true").Output;
            Assert.Equal(doctor.Contains("  ok      memory limit ", StringComparison.Ordinal), !plan.Contains("memory         not limited", StringComparison.Ordinal));
        }
    }

    [FactWithin(60)]
    public void JSON_has_the_same_lines()
    {
        using World world = new();
        JsonElement root = JsonDocument.Parse(world.Start("doctor", "--json").Output).RootElement;
        Assert.Equal(1, root.GetProperty("schemaVersion").GetInt32());
        Assert.True(root.GetProperty("nativeCanRun").GetBoolean());
        Assert.Contains(root.GetProperty("checks").EnumerateArray(), c => c.GetProperty("name").GetString() == "landlock" && c.GetProperty("state").GetString() == "ok");
    }

    [FactWithin(60)]
    public void A_state_directory_that_cannot_be_written_is_missing_and_the_exit_code_says_so()
    {
        using World world = new(Identity.User);
        world.Environment["XDG_STATE_HOME"] = "/proc/nowhere";
        CliResult result = world.Start("doctor");
        Assert.Equal(1, result.Code);
        Assert.Contains("missing directories      /proc/nowhere/claude-sandbox cannot be made or written: make it writable", result.Output, StringComparison.Ordinal);
    }
}
