using Sandbox.Cli.Live;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Tests.Program;

/// <summary>What has to be the same for a command to join a running sandbox.</summary>
public sealed class PolicyWordsTests
{
    /// <summary>Settings of one session, or named by the entry itself.</summary>
    private static readonly string[] OfASession = [nameof(SandboxPolicy.ProjectDirectory), nameof(SandboxPolicy.Environment), nameof(SandboxPolicy.Ask), nameof(SandboxPolicy.Pty), nameof(SandboxPolicy.Tmux)];

    /// <summary>Settings of the whole sandbox, each of which has a line.</summary>
    private static readonly string[] OfTheSandbox =
    [
        nameof(SandboxPolicy.Backend), nameof(SandboxPolicy.Network), nameof(SandboxPolicy.Egress), nameof(SandboxPolicy.Credentials), nameof(SandboxPolicy.Paths), nameof(SandboxPolicy.Forwards), nameof(SandboxPolicy.Desktop),
        nameof(SandboxPolicy.WritableProtectedNames), nameof(SandboxPolicy.AllowNestedUserNamespaces), nameof(SandboxPolicy.AllowDebugging), nameof(SandboxPolicy.Limits),
        nameof(SandboxPolicy.Rootfs), nameof(SandboxPolicy.NixosSystem), nameof(SandboxPolicy.Qmp),
    ];

    [Fact]
    public void Every_setting_of_a_policy_is_compared_or_belongs_to_one_session()
    {
        string[] all = [.. typeof(SandboxPolicy).GetProperties().Where(static p => p.CanWrite).Select(static p => p.Name)];

        // A new one: add a line to PolicyWords, and its name here.
        Assert.Equal(OfASession.Concat(OfTheSandbox).Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_of_the_network_is_compared() =>
        Assert.Equal(
            [nameof(EgressPolicy.Allow), nameof(EgressPolicy.Deny), nameof(EgressPolicy.Presets), nameof(EgressPolicy.Publish), nameof(EgressPolicy.RulesFile)],
            typeof(EgressPolicy).GetProperties().Where(static p => p.CanWrite).Select(static p => p.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("--network\tnone", "--network\tnone", 0)]
    [InlineData("--network\tnone", "--network\thost", 1)]
    [InlineData("--credentials\tbroker", "--credentials\tnone", 0)]
    [InlineData("--credentials\tnone", "--credentials\tbroker", 1)]
    [InlineData("--network\tnone", "--memory\t1G", 1)]
    public void A_difference_is_named_and_no_credential_is_none(string live, string asked, int count) =>
        Assert.Equal(count, PolicyWords.Differences([live], [asked]).Count);

    [Fact]
    public void A_difference_says_what_runs_and_what_was_asked_for() =>
        Assert.Equal(["--network: none in the running sandbox, host here"], PolicyWords.Differences(["--network\tnone"], ["--network\thost"]));
}
