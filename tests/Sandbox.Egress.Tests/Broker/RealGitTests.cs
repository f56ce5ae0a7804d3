using Sandbox.Core.Secrets;
using Sandbox.Egress.Broker;
using Sandbox.Egress.Tests.Http;
using Sandbox.Linux.Processes;

namespace Sandbox.Egress.Tests.Broker;

/// <summary>The real git, led by nothing but the variables, at a broker in front of a server that speaks a little of its protocol.</summary>
public sealed class RealGitTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private static readonly string Advertisement =
        Packet("# service=git-upload-pack\n") + "0000" + Packet($"{Commit} HEAD\0symref=HEAD:refs/heads/main agent=test\n") + Packet($"{Commit} refs/heads/main\n") + "0000";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Git_lists_a_private_repository_with_the_variables_and_not_without_the_sentinel(bool right)
    {
        List<string> seen = [];
        await using BrokerHarness broker = BrokerHarness.Start(
            async stream =>
            {
                while (await FakeServer.RequestAsync(stream) is { } request)
                {
                    seen.Add(request);
                    await stream.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\nContent-Length: {Advertisement.Length}\r\n\r\n{Advertisement}");
                }
            },
            gitHub: true);
        Secret sentinel = Secret.FromText(right ? BrokerHarness.GitHubSentinel : "gho_somethingelse");
        Dictionary<string, string> environment = GitHubInside.Variables(broker.Port, sentinel, existing: 0).ToDictionary(v => v.Name, v => v.Secret?.RevealText() ?? v.Value!, StringComparer.Ordinal);
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["HOME"] = "/nonexistent";

        // A proxy that the environment names is not asked for the broker.
        environment["http_proxy"] = "http://127.0.0.1:1";
        CommandResult git = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec
            {
                Executable = "/usr/bin/git",
                Arguments = ["ls-remote", "https://github.com/owner/private"],
                Environment = environment,
                WorkingDirectory = "/",
                Timeout = TimeSpan.FromSeconds(20),
            },
            CancellationToken.None);
        Assert.True(right == git.Succeeded, git.ErrorText);
        Assert.Equal(right, git.OutputText.Contains($"{Commit}\trefs/heads/main", StringComparison.Ordinal));
        Assert.Equal(right ? 1 : 0, seen.Count);
        Assert.DoesNotContain("REALCANARY", git.OutputText + git.ErrorText, StringComparison.Ordinal);
    }

    private static string Packet(string line) => $"{line.Length + 4:x4}{line}";
}
