using System.Globalization;
using System.Text;
using Sandbox.Core.Forwards;
using Sandbox.Core.Plans;
using Sandbox.Core.Secrets;

namespace Sandbox.Egress.Broker;

/// <summary>The half of the GitHub broker that is inside: variables that lead git and API clients to it.</summary>
public static class GitHubInside
{
    internal const string GitPrefix = "/github";

    internal const string ApiPrefix = "/github-api";

    private const string Reason = "--forward " + ForwardCatalog.GitHubToken;

    /// <summary>
    /// git asks the broker for everything below https://github.com/ (remotes keep their addresses), with the sentinel in a header that
    /// goes nowhere else, and without the HTTP proxy. API clients find the broker's address and the sentinel in the usual variables.
    /// </summary>
    /// <param name="brokerPort">Of 127.0.0.1 inside.</param>
    /// <param name="sentinel">What the broker expects.</param>
    /// <param name="existing">GIT_CONFIG_COUNT as the environment has it already, 0 for none; ours follow and the new count is returned with them.</param>
    public static IReadOnlyList<PlannedVariable> Variables(int brokerPort, Secret sentinel, int existing)
    {
        string root = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{brokerPort}");
        string basic = "Authorization: Basic " + Convert.ToBase64String([.. Encoding.ASCII.GetBytes("x-access-token:"), .. sentinel.Reveal()]);
        List<PlannedVariable> all = [];
        AddConfig(all, existing, $"url.{root}{GitPrefix}/.insteadOf", "https://github.com/", secret: null);
        AddConfig(all, existing + 1, $"http.{root}{GitPrefix}/.extraHeader", value: null, Secret.FromText(basic));
        AddConfig(all, existing + 2, $"http.{root}/.proxy", string.Empty, secret: null);
        all.Add(Plain("GIT_CONFIG_COUNT", (existing + 3).ToString(CultureInfo.InvariantCulture)));
        all.Add(Plain("GITHUB_API_URL", root + ApiPrefix));
        all.Add(Plain("GITHUB_GRAPHQL_URL", $"{root}{ApiPrefix}/graphql"));
        all.Add(new PlannedVariable { Name = "GH_TOKEN", Secret = sentinel, Reason = Reason });
        return all;
    }

    private static void AddConfig(List<PlannedVariable> all, int index, string key, string? value, Secret? secret)
    {
        string number = index.ToString(CultureInfo.InvariantCulture);
        all.Add(Plain("GIT_CONFIG_KEY_" + number, key));
        all.Add(new PlannedVariable { Name = "GIT_CONFIG_VALUE_" + number, Value = value, Secret = secret, Reason = Reason });
    }

    private static PlannedVariable Plain(string name, string value) => new() { Name = name, Value = value, Reason = Reason };
}
