using System.Text;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Network;

/// <summary>The file of --rules.</summary>
public sealed class RulesFileTests
{
    [Fact]
    public void Its_lines_are_added_to_what_the_command_line_says()
    {
        Findings findings = new();
        EgressPolicy policy = new() { Allow = ["one.example"], Presets = ["npm"] };
        EgressPolicy read = RulesFile.Add(policy, "/rules", "# mine\n\nallow two.example:22 # ssh\r\n  deny *.example\npreset pypi"u8.ToArray(), findings);
        findings.ThrowIfAny();
        Assert.Equal(["one.example", "two.example:22"], read.Allow);
        Assert.Equal(["*.example"], read.Deny);
        Assert.Equal(["npm", "pypi"], read.Presets);
    }

    [Theory]
    [InlineData("alow x.example")]
    [InlineData("allow")]
    [InlineData("x.example")]
    [InlineData("ALLOW x.example")]
    [InlineData("allow\tx.example")]
    public void A_line_that_is_none_of_the_three_stops_the_launch_by_its_number(string line)
    {
        Machine machine = Machines.Debian();
        machine.Files.File("/etc/rules", "allow one.example\n" + line + "\n");
        Assert.Contains("--rules /etc/rules, line 2: ", Refusal(machine, "/etc/rules"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_nothing_is_launched() =>
        Assert.Contains("--rules /nowhere: cannot be read", Refusal(Machines.Debian(), "/nowhere"), StringComparison.Ordinal);

    [Fact]
    public void Rules_that_the_sandbox_could_write_are_refused()
    {
        Machine machine = Machines.Debian();
        machine.Files.File(Machine.Project + "/rules", "allow any\n");
        Assert.Contains("the sandbox could write it", Refusal(machine, Machine.Project + "/rules"), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_mistake_and_not_a_rule()
    {
        Findings findings = new();
        EgressPolicy read = RulesFile.Add(new EgressPolicy(), "/rules", Encoding.Latin1.GetBytes("allow \u00e9vil.example\n\0"), findings);
        Assert.True(findings.Any || !NetworkRules.Parse(read.Allow, [], [], findings).Allow.Any());
        Assert.True(findings.Any);
    }

    private static string Refusal(Machine machine, string file) =>
        Assert.Single(machine.Refusals(p => p with { Egress = p.Egress with { RulesFile = file } }));
}
