using System.Text.Json;
using System.Text.RegularExpressions;
using Sandbox.Cli.Output;
using Sandbox.Cli.Tests.Fixtures;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Secrets;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Cli.Tests.Output;

/// <summary>What <c>plan</c> prints.</summary>
public sealed class PlanOutputTests
{
    private const string Hidden = "hunter2";

    /// <summary>What differs between machines and users.</summary>
    private static readonly (string Pattern, string Replacement)[] Normalised =
    [
        (@"^.*(\((system|etc|agent|browser|forward current-system|forward nix-store|forward git-config|terminal)\)| mask .*|IS_SANDBOX=.*)\n", string.Empty),
        ("uid [0-9]+, gid [0-9]+", "uid UID, gid GID"),
        ("/run/user/[0-9]+", "/run/user/UID"),
        ("^  (memory|processes|inotify)   .*", "  $1 LIMIT"),
        ("^  limit +nproc .*\n", string.Empty),
        ("^  limits: .*", "  none"),
        ("below /proc, /dev", "below /dev"),
        ("^  (USER|LOGNAME)=.*  ", "  $1=NAME  "),
    ];

    [Fact]
    public void The_table_is_as_verified() => Snapshot.Verify(PlanTable.Render(Plan()), "plan.table", "txt");

    [Fact]
    public void The_JSON_is_as_verified() => Snapshot.Verify(PlanJson.Render(Plan()), "plan", "json");

    [Fact]
    public void A_hostile_project_cannot_write_to_the_terminal()
    {
        Machine machine = Machines.Debian();
        string project = "/work/\u001b]0;owned\u0007\u202e";
        machine.Files.Directories(project + "/.claude");
        string table = PlanTable.Render(machine.Plan("DIR", project));
        Assert.DoesNotContain(table, c => char.IsControl(c) && c != '\n');
        Assert.Contains("\\u001b]0;owned\\u0007\\u202e", table, StringComparison.Ordinal);
        Assert.Equal(project, JsonDocument.Parse(PlanJson.Render(machine.Plan("DIR", project))).RootElement.GetProperty("projectDirectory").GetString());
    }

    [Fact]
    public void Secrets_are_in_neither()
    {
        LaunchPlan plan = Plan();
        Assert.DoesNotContain(Hidden, PlanTable.Render(plan) + PlanJson.Render(plan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan", "--json")]
    [InlineData("plan", "--backend", "vm")]
    [InlineData("plan")]
    public void Secrets_of_the_caller_s_environment_are_in_neither(params string[] words)
    {
        using World world = new();
        foreach (string name in (string[])["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN", "AWS_SECRET_ACCESS_KEY", "MINE"])
        {
            world.Environment[name] = Hidden + "-" + name;
        }

        CliResult result = world.Run([.. words, "--env", "MINE", "--env", $"GIVEN={Hidden}", world.Project, "--", "true"]).Expect(0);
        Assert.DoesNotContain(Hidden, result.Output + result.Error, StringComparison.Ordinal);
        Assert.Contains("GIVEN", result.Output, StringComparison.Ordinal);
        world.AssertUntouched();
    }

    [Fact]
    public void The_real_machine_s_plan_has_the_fields_of_the_verified_one()
    {
        using World world = new();
        JsonElement real = JsonDocument.Parse(world.Run("plan", "--json", world.Project, "--", "true").Expect(0).Output).RootElement;
        JsonElement verified = JsonDocument.Parse(PlanJson.Render(Plan())).RootElement;
        Assert.Equal(1, real.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(verified.EnumerateObject().Select(p => (p.Name, p.Value.ValueKind)), real.EnumerateObject().Select(p => (p.Name, p.Value.ValueKind)));
        Assert.Equal(world.Project, real.GetProperty("projectDirectory").GetString());
        world.AssertUntouched();
    }

    [Fact]
    public void A_plan_of_the_real_machine_is_as_verified_but_for_its_system()
    {
        using World world = new();
        CliResult result = world.Run("plan", "--network", "none", world.Project, "--", "true").Expect(0);
        string plain = result.Plain(result.Output);
        foreach ((string pattern, string replacement) in Normalised)
        {
            plain = Regex.Replace(plain, pattern, replacement, RegexOptions.Multiline);
        }

        Snapshot.Verify(plain, "plan.real", "txt");
    }

    private static LaunchPlan Plan()
    {
        Machine machine = Machines.Debian();
        machine.Environment["SSH_AUTH_SOCK"] = "/tmp/ssh-x/agent.1";
        machine.Environment["ANTHROPIC_BASE_URL"] = $"https://ada:{Hidden}@gateway.example/";
        machine.Files.Socket("/tmp/ssh-x/agent.1").Directories("/data/models", Machine.Project + "/.vscode").File(Machine.Project + "/.envrc");
        AgentLaunch agent = new()
        {
            Command = "/opt/agent/run",
            LeadingArguments = ["--skip", "two words", "it's"],
            VisibleDirectories = ["/usr"],
            HostDirectories = [Machine.Home + "/.agent/history"],
            Home =
            [
                new FileEntry { Target = Machine.Home + "/.agent/login", Contents = System.Text.Encoding.UTF8.GetBytes(Hidden), Reason = "credential" },
                new BindMount { Target = Machine.Home + "/.agent/history", Source = "/data/history", Writable = true, NoExec = true, Reason = "agent home" },
            ],
            Environment = [new PlannedVariable { Name = "TOKEN", Secret = Secret.FromText(Hidden), Reason = "login" }],
            PassedVariables = ["ANTHROPIC_BASE_URL"],
            CredentialFile = true,
        };
        return machine.Plan(
            p => Words.Apply(p, "--ro", "/data/models", "--forward", "ssh-agent", "--env", $"KEY={Hidden}"),
            new RunAgent(agent, ["-p", "line\nbreak", string.Empty]));
    }
}
