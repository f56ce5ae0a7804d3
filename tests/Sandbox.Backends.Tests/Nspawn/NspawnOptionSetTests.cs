using System.Text;
using Sandbox.Backends.Native;
using Sandbox.Backends.Nspawn;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Tests.Nspawn;

/// <summary>CL-01, CL-26: of all that can be asked for, the command line of systemd-nspawn shows only whether there is a network.</summary>
public sealed class NspawnOptionSetTests
{
    private const string Secret = "sk-ant-oat01-CANARY";

    // What a machine's name, a path or a word of its own could be mistaken for.
    private static readonly string[] Odd = ["../x", "a:b,c\\d", "--bind=/", "--boot", "", "x\ny", "$(id)", Secret];

    [Fact]
    public void Every_set_of_options_leads_to_one_of_two_command_lines()
    {
        LaunchPlan[] plans = [.. Plans()];
        Assert.True(plans.Length > 200, $"only {plans.Length} sets");

        string[] lines = [.. plans.Select(static p => Line(p)).Distinct(StringComparer.Ordinal)];

        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0].Replace("--private-network\n", string.Empty, StringComparison.Ordinal), lines[1].Replace("--private-network\n", string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public void No_word_of_any_of_them_holds_a_secret_however_it_is_written() =>
        Assert.All(Plans(), static p => Assert.All(Spellings(Secret), spelling => Assert.DoesNotContain(spelling, Line(p), StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void The_search_finds_every_spelling_that_is_there() =>
        Assert.All(Spellings(Secret), static spelling => Assert.Contains(spelling, Line(SamplePlan.Bare, "machine-" + spelling), StringComparison.Ordinal));

    [Fact]
    public void The_name_of_the_machine_is_nobodys_to_choose() =>
        Assert.All(Odd, static odd =>
        {
            LaunchPlan plan = SamplePlan.Bare with { ProjectDirectory = "/work/" + odd, Hostname = odd };
            using ExecutorCommand command = NspawnCommand.Of(plan, new Containment(1000, 100), "/usr/bin/systemd-nspawn", "/opt/claude-sandbox-exec");
            Assert.Matches("^--machine=claude-sandbox-[0-9a-f]{16}$", command.Arguments.Single(static w => w.StartsWith("--machine", StringComparison.Ordinal)));
        });

    private static IEnumerable<string> Spellings(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        yield return text;
        yield return Convert.ToHexStringLower(bytes);
        yield return string.Concat(bytes.Select(static b => $"%{b:x2}"));

        // In the middle of other bytes: what does not depend on its neighbours.
        for (int before = 0; before < 3; before++)
        {
            string coded = Convert.ToBase64String([.. new byte[before], .. bytes]);
            yield return coded[(before == 0 ? 0 : before + 1)..((before + bytes.Length) / 3 * 4)];
        }
    }

    private static IEnumerable<LaunchPlan> Plans() =>
        from network in new[] { NetworkMode.None, NetworkMode.AllowList, NetworkMode.Host }
        from odd in Odd
        from terminal in new[] { false, true }
        from nested in new[] { false, true }
        from file in new[] { false, true }
        from forwards in new PlannedForward[][] { [], [new PlannedForward("ssh-agent", odd, "/" + odd)] }
        select SamplePlan.With(
            new BindMount { Source = "/" + odd, Target = "/" + odd, Writable = true, Reason = "--rw" },
            new FileEntry { Target = "/home/u/.claude/.credentials.json", Contents = Encoding.UTF8.GetBytes(odd), Mode = 0x180, Reason = "credentials" }) with
        {
            Network = network,
            OwnTerminal = terminal,
            AllowNestedUserNamespaces = nested,
            CredentialFile = file,
            Forwards = forwards,
            ProjectDirectory = "/" + odd,
            WorkingDirectory = "/" + odd,
            Hostname = odd,
            Arguments = ["sh", "-c", odd],
            ExecutableCandidates = ["/" + odd],
            Environment = [new PlannedVariable { Name = "TOKEN", Value = odd, Reason = "--env" }],
            Notices = [odd],
        };

    private static string Line(LaunchPlan plan, string machine = "claude-sandbox-0123456789abcdef") =>
        string.Concat(NspawnArguments.Of(plan, "/usr/bin/systemd-nspawn", machine).Select(static w => w + "\n"));
}
