using System.Globalization;
using Sandbox.Egress.Http;
using Sandbox.Egress.Log;

namespace Sandbox.Egress.Broker;

/// <summary>What all connections of a broker share.</summary>
internal sealed class BrokerContext(BrokerOptions options, UpstreamClient client, SemaphoreSlim requests)
{
    private const int LongestReason = 200;

    public BrokerOptions Options => options;

    public UpstreamClient Client => client;

    public ReplayBudget Replay { get; } = new();

    /// <summary>A place for each request that may be under way.</summary>
    public SemaphoreSlim Requests => requests;

    /// <summary>The agent's route comes last: it claims everything.</summary>
    public IReadOnlyList<BrokerRoute> Routes { get; } =
    [
        .. options.GitHub is { } access ? (BrokerRoute[])[new GitHubGitRoute(access), new GitHubApiRoute(access)] : [],
        new AnthropicRoute(options.Upstream, options.Sentinel, options.Credentials),
    ];

    /// <param name="route">The server.</param>
    /// <param name="head">The request, whose method and path (never the query) are written down.</param>
    /// <param name="outcome">A status, or what went wrong.</param>
    /// <param name="allowed">The request was passed on.</param>
    /// <param name="sent">Bytes of its body.</param>
    /// <param name="received">Bytes of the answer's.</param>
    public void Log(BrokerRoute route, RequestHead head, string outcome, bool allowed, long sent, long received)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"{head.Method} {SafePath.Split(head.Target.Path).Path}");
        options.Log.Write(new EgressRecord
        {
            Time = options.Clock.GetUtcNow(),
            Via = "broker",
            Host = route.Upstream.Host,
            Port = route.Upstream.Port,
            Allowed = allowed,
            Rule = "credential broker",
            Reason = $"{(reason.Length > LongestReason ? reason[..LongestReason] : reason)}: {outcome}",
            Sent = sent,
            Received = received,
        });
    }
}
