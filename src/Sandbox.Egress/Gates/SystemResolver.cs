using System.Net;
using System.Net.Sockets;
using Sandbox.Core.Network;
using Sandbox.Egress.Connections;

namespace Sandbox.Egress.Gates;

/// <summary>
/// The host's own resolver. A name with a dot is asked for as a whole ("example.com."), so that a search domain can never make
/// it another name; entries of /etc/hosts come first, as they do for other programs. Answers are kept for a few seconds,
/// the same question is asked once at a time, and lookups run on threads of their own: a slow name server cannot take the
/// pool's threads from connections that stand.
/// </summary>
public sealed class SystemResolver : IResolver, IDisposable
{
    private const int MostAtOnce = 16;
    private const int MostKept = 256;
    private const int MostAddresses = 32;

    private readonly TimeSpan _limit;
    private readonly TimeSpan _keep;
    private readonly TimeProvider _clock;
    private readonly Func<string, IPAddress[]> _ask;
    private readonly HostsFile _hosts;
    private readonly SemaphoreSlim _slots = new(MostAtOnce);
    private readonly Lock _lock = new();
    private readonly Dictionary<HostName, (Task<Resolved> Answer, DateTimeOffset Until)> _kept = [];

    /// <param name="limit">For one lookup; 5 s when null.</param>
    /// <param name="keep">How long an answer is used again; 10 s when null. Failures are not kept.</param>
    /// <param name="clock">The system's when null.</param>
    public SystemResolver(TimeSpan? limit = null, TimeSpan? keep = null, TimeProvider? clock = null)
        : this(System.Net.Dns.GetHostAddresses, "/etc/hosts", limit, keep, clock)
    {
    }

    internal SystemResolver(Func<string, IPAddress[]> ask, string hostsFile, TimeSpan? limit = null, TimeSpan? keep = null, TimeProvider? clock = null)
    {
        _ask = ask;
        _hosts = new(hostsFile);
        _limit = limit ?? TimeSpan.FromSeconds(5);
        _keep = keep ?? TimeSpan.FromSeconds(10);
        _clock = clock ?? TimeProvider.System;
    }

    public async Task<Resolved> ResolveAsync(HostName host, CancellationToken cancellation)
    {
        try
        {
            Resolved resolved = await Answer(host).WaitAsync(_limit, _clock, cancellation);
            if (resolved.Addresses.Count == 0)
            {
                Forget(host);
            }

            return resolved;
        }
        catch (TimeoutException)
        {
            return Resolved.Failed($"no answer from the resolver in {_limit.TotalSeconds:0.#} s");
        }
    }

    public void Dispose() => _slots.Dispose();

    private Task<Resolved> Answer(HostName host)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
        {
            if (_kept.TryGetValue(host, out (Task<Resolved> Answer, DateTimeOffset Until) kept) && (kept.Until > now || !kept.Answer.IsCompleted))
            {
                return kept.Answer;
            }

            if (_kept.Count >= MostKept)
            {
                foreach (HostName old in _kept.Where(k => k.Value.Until <= now && k.Value.Answer.IsCompleted).Select(k => k.Key).ToArray())
                {
                    _kept.Remove(old);
                }
            }

            Task<Resolved> answer = LookUpAsync(host);
            if (_kept.Count < MostKept)
            {
                _kept[host] = (answer, now + _keep);
            }

            return answer;
        }
    }

    private void Forget(HostName host)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(host, out (Task<Resolved> Answer, DateTimeOffset Until) kept) && kept.Answer.IsCompleted)
            {
                _kept.Remove(host);
            }
        }
    }

    private async Task<Resolved> LookUpAsync(HostName host)
    {
        if (!await _slots.WaitAsync(_limit))
        {
            return Resolved.Failed("too many lookups at once");
        }

        return await Task.Factory.StartNew(() => LookUp(host), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }

    private Resolved LookUp(HostName host)
    {
        try
        {
            string name = host.ToString();
            IReadOnlyList<IPAddress> own = _hosts.Find(name);
            IPAddress[] found = own.Count > 0 ? [.. own] : _ask(name.Contains('.', StringComparison.Ordinal) ? name + "." : name);
            return new() { Addresses = [.. found.Take(MostAddresses)], Problem = found.Length == 0 ? "it has no address" : null };
        }
        catch (SocketException e)
        {
            return Resolved.Failed(SocketProblem.Text(e.SocketErrorCode));
        }
        catch (ArgumentException e)
        {
            return Resolved.Failed(e.Message);
        }
        finally
        {
            Release();
        }
    }

    // A lookup may outlive the resolver: nothing can stop getaddrinfo.
    private void Release()
    {
        try
        {
            _slots.Release();
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
