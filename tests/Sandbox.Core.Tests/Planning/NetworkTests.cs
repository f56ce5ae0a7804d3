using System.Text;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Secrets;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>What a plan says of the network.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void By_default_the_balanced_hosts_can_be_reached_through_a_network_of_its_own()
    {
        LaunchPlan plan = Machines.Debian().Plan();
        Assert.Equal(NetworkMode.AllowList, plan.Network);
        Assert.NotNull(plan.Capture);
        Assert.Contains(plan.Rules.Allow, r => r.Text.StartsWith("registry.npmjs.org", StringComparison.Ordinal));
        Assert.Equal(plan.Rules.Ports, plan.Capture.NamedPorts);
        Assert.Contains("nameserver 10.0.2.3\n", File(plan, "/etc/resolv.conf"), StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.7", File(plan, "/etc/hosts"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_preset_takes_the_place_of_the_default_one_and_entries_are_added_to_it()
    {
        LaunchPlan plan = Machines.Debian().Plan("--preset", "locked", "--allow", "db.example:5432", "--deny", "evil.example");
        Assert.Equal(["db.example:5432"], plan.Rules.Allow.Select(r => r.Text));
        Assert.Equal(["evil.example"], plan.Rules.Deny.Select(r => r.Text));
        Assert.Contains(5432, plan.Capture!.NamedPorts);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("host")]
    public void Without_rules_nothing_is_captured_and_no_proxy_is_named(string network)
    {
        LaunchPlan plan = Machines.Debian().Plan("--network", network);
        Assert.Null(plan.Capture);
        Assert.Empty(plan.Rules.Allow);
        Assert.DoesNotContain(plan.Environment, v => v.Name.Contains("PROXY", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("none", "--allow", "x.example")]
    [InlineData("host", "--deny", "x.example")]
    [InlineData("none", "--publish", "8080")]
    public void Rules_where_nothing_is_ruled_are_refused(string network, string option, string value) =>
        Assert.Contains("need --network allowlist", Machines.Debian().Refusal("--network", network, option, value), StringComparison.Ordinal);

    [Theory]
    [InlineData("none")]
    [InlineData("host")]
    public void A_broker_without_a_network_to_stand_in_is_refused(string network) =>
        Assert.Contains("--credentials broker needs --network allowlist", Machines.Debian().Refusal("--network", network, "--credentials", "Broker"), StringComparison.Ordinal);

    [Fact]
    public void Every_client_is_told_of_the_proxy_and_nobody_sees_its_password()
    {
        Machine machine = Machines.Debian();
        LaunchPlan plan = Sandbox.Core.Planning.Planner.Plan(
            new SandboxPolicy { ProjectDirectory = Machine.Project }, machine.Facts, new Sandbox.Core.Planning.RunShell(null), new Sandbox.Core.Planning.SessionValues(Secret.FromText("password"), []));
        foreach (string name in new[] { "HTTP_PROXY", "https_proxy", "ALL_PROXY" })
        {
            PlannedVariable variable = Assert.Single(plan.Environment, v => v.Name == name);
            Assert.Equal("http://sandbox:password@127.0.0.1:3128", variable.Value);
            Assert.DoesNotContain("password", variable.ToString(), StringComparison.Ordinal);
        }

        Assert.Contains(plan.Environment, v => v is { Name: "no_proxy", Value: "localhost,127.0.0.1,::1" });
        Assert.False(plan.HasCredentials);
    }

    [Fact]
    public void What_is_published_is_said()
    {
        LaunchPlan plan = Machines.Debian().Plan("--publish", "8080:80", "--publish", "0.0.0.0:9000");
        Assert.Equal(2, plan.Published.Count);
        Assert.Contains(plan.Notices, n => n.Contains("127.0.0.1:8080 -> 80", StringComparison.Ordinal) && !n.Contains("other machines", StringComparison.Ordinal));
        Assert.Contains(plan.Notices, n => n.Contains("0.0.0.0:9000", StringComparison.Ordinal) && n.Contains("other machines", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--allow", "https://x")]
    [InlineData("--allow", "")]
    [InlineData("--allow", " x.example")]
    [InlineData("--allow", "*")]
    [InlineData("--allow", "*.com")]
    [InlineData("--preset", "nothing")]
    [InlineData("--publish", "70000")]
    public void An_entry_that_cannot_be_read_stops_the_launch(string option, string value) =>
        Assert.StartsWith("CS102 " + option, Machines.Debian().Refusal(option, value), StringComparison.Ordinal);

    private static string File(LaunchPlan plan, string path) =>
        Encoding.UTF8.GetString(Assert.Single(plan.Mounts.OfType<FileEntry>(), f => f.Target == path).Contents.Span);
}
