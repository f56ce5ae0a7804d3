using System.Text;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>What git's and the API's route have in common: a prefix, or the host itself when a client speaks through a socket.</summary>
internal abstract class GitHubRoute(BrokerUpstream upstream, GitHubAccess access) : BrokerRoute(upstream, access.Sentinel, access.Credentials)
{
    private const int LongestBasic = 2048;

    public override string? Claim(RequestHead head)
    {
        string path = head.Target.Path;
        return path.StartsWith(Prefix + "/", StringComparison.Ordinal) ? path[Prefix.Length..]
            : string.Equals(head.Host, Upstream.Host, StringComparison.OrdinalIgnoreCase) ? path
            : null;
    }

    public override bool HasSentinel(HeaderFields fields)
    {
        bool found = false;
        foreach (string value in fields.Values("Authorization"))
        {
            found |= IsSentinel(value, "Bearer", "token") || IsBasicSentinel(value);
        }

        return found;
    }

    public override BrokerReply Reply(HttpProblem problem) => new(
        problem.Status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes($"claude-sandbox: {problem.Text}\n"), problem.Status == 401 ? "Basic realm=\"claude-sandbox\"" : null);

    // git sends a user name and the sentinel as password.
    private bool IsBasicSentinel(string value)
    {
        const string Scheme = "Basic ";
        Span<byte> decoded = stackalloc byte[LongestBasic];
        if (value.Length > LongestBasic || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(value[Scheme.Length..].Trim(), decoded, out int count))
        {
            return false;
        }

        string text = Encoding.Latin1.GetString(decoded[..count]);
        return IsSentinel(text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1));
    }
}
