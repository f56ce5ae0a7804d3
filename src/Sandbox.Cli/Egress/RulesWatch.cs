using Sandbox.Core.Hosts;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;
using Sandbox.Egress.Hosting;
using Sandbox.Egress.Log;

namespace Sandbox.Cli.Egress;

/// <summary>
/// Follows the file of --rules. What cannot be read as rules changes nothing: the old ones stay, and the log says so, once for
/// every contents of the file. It looks instead of listening: editors replace files, and network file systems tell nothing.
/// </summary>
internal sealed class RulesWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly string _file;
    private readonly EgressPolicy _policy;
    private readonly HostFacts _facts;
    private readonly IEgressLog _log;
    private readonly EgressHost _host;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    /// <summary>Watches until it is disposed.</summary>
    /// <param name="file">The rules.</param>
    /// <param name="policy">What they are added to.</param>
    /// <param name="facts">Whose file it is.</param>
    /// <param name="log">Is told of every change.</param>
    /// <param name="host">Gets the new rules; disposed with this.</param>
    public RulesWatch(string file, EgressPolicy policy, HostFacts facts, IEgressLog log, EgressHost host)
    {
        (_file, _policy, _facts, _log, _host) = (file, policy, facts, log, host);
        _watching = WatchAsync(Contents(), _end.Token);
    }

    public void Dispose()
    {
        Stop();
        _end.Dispose();
        _host.Dispose();
    }

    /// <summary>Watches no longer, and leaves the host as it is.</summary>
    public void Stop()
    {
        _end.Cancel();
        _watching.GetAwaiter().GetResult();
    }

    private async Task WatchAsync(byte[]? contents, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(Pause);
        while (await NextAsync(timer, cancellation))
        {
            byte[]? old = contents;
            contents = Contents();
            if (Same(contents, old))
            {
                continue;
            }

            Findings findings = new();
            NetworkRules rules = RulesFile.Rules(_policy, _file, contents, findings);
            if (findings.Any)
            {
                Say(false, "cannot be read as rules: the old ones stay");
                continue;
            }

            _host.Replace(rules);
            Say(true, FormattableString.Invariant($"{rules.Allow.Count} rules allow and {rules.Deny.Count} deny from now on"));
        }
    }

    private static bool Same(byte[]? one, byte[]? other) => one is null || other is null ? one == other : one.AsSpan().SequenceEqual(other);

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellation)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private byte[]? Contents() => _facts.Files.Read(_file, RulesFile.Limit);

    private void Say(bool taken, string what) => _log.Write(new EgressRecord
    {
        Time = TimeProvider.System.GetUtcNow(),
        Via = "rules",
        Host = PrintableText.Escape(_file),
        Port = 0,
        Allowed = taken,
        Reason = what,
    });
}
