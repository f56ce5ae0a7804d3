using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>What arrives from a sandbox and its surroundings while its first session runs.</summary>
/// <param name="pipe">The status pipe.</param>
/// <param name="control">The outer end of the control socket.</param>
/// <param name="service">Takes the sockets of its network, when there is one.</param>
/// <param name="supervisor">Lets others in, when somebody does.</param>
/// <param name="live">What the supervisor may ask of PID 1.</param>
/// <param name="watching">Something of the host to look after meanwhile, or null.</param>
internal sealed class LaunchWatch(Descriptor pipe, Descriptor control, EgressService? service, ISupervisor? supervisor, LiveControl live, LiveWatching? watching)
{
    private readonly StatusReader _reader = new();

    /// <summary>The first thing that went wrong.</summary>
    public ExecutorStatus? Failure { get; private set; }

    /// <summary>PID 1 has forked the first session.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>The wait status of the first session.</summary>
    public int? Ended { get; private set; }

    /// <summary>Sessions that were left when the first one ended.</summary>
    public int Others { get; private set; }

    /// <summary>Until the executor is gone, or until the first session has ended and others have not.</summary>
    /// <param name="toTheEnd">Until the executor is gone in any case.</param>
    public void Run(bool toTheEnd = false)
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (toTheEnd || Others == 0)
        {
            if (!Wait())
            {
                continue;
            }

            int count = pipe.Read(buffer);
            if (count == 0)
            {
                return;
            }

            _reader.Add(buffer[..count]);
            while (_reader.TryTake(out ExecutorStatus status))
            {
                Take(status);
            }
        }
    }

    /// <summary>True when the status pipe is readable.</summary>
    private bool Wait()
    {
        bool expecting = service is { IsExpecting: true };
        if (!expecting && supervisor is null && watching is null)
        {
            return true;
        }

        Descriptor? other = expecting ? control : supervisor?.Listener;
        (bool isTold, bool isAsked) = LiveWatching.Wait(watching, pipe, other);
        if (isAsked && expecting)
        {
            service!.Receive();
        }
        else if (isAsked)
        {
            supervisor!.Answer(live);
        }

        return isTold;
    }

    private void Take(ExecutorStatus status)
    {
        if (status.Kind == StatusKind.Error)
        {
            Failure ??= status;
        }
        else if (status.Kind == StatusKind.Started)
        {
            HasStarted = true;
        }
        else if (status.Kind == StatusKind.Ended)
        {
            Ended = status.Value;
            Others = status.Others;
        }
    }
}
