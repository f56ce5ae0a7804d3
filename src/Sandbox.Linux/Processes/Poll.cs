using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Processes;

/// <summary>poll(2) over a few descriptors.</summary>
public static unsafe class Poll
{
    /// <summary>Waits for one descriptor; false when the time is over first.</summary>
    public static bool Wait(Descriptor descriptor, TimeSpan limit) => Wait(descriptor, Libc.POLLIN, limit);

    /// <summary>Waits until one can be written to (a socket: until connecting has ended); false when the time is over first.</summary>
    public static bool WaitToWrite(Descriptor descriptor, TimeSpan limit) => Wait(descriptor, Libc.POLLOUT, limit);

    private static bool Wait(Descriptor descriptor, short events, TimeSpan limit)
    {
        PollDescriptor set = new() { fd = descriptor.Number, events = events };
        return Wait(&set, 1, limit) > 0;
    }

    /// <summary>Waits until at least one is readable or hung up; answers which.</summary>
    public static bool[] Wait(params ReadOnlySpan<Descriptor?> descriptors) => Wait(null, descriptors);

    /// <summary>Waits until at least one is readable or hung up, or the time is over; answers which. Those that are null never are.</summary>
    public static bool[] Wait(TimeSpan? limit, params ReadOnlySpan<Descriptor?> descriptors)
    {
        PollDescriptor* set = stackalloc PollDescriptor[descriptors.Length];
        for (int i = 0; i < descriptors.Length; i++)
        {
            set[i] = new PollDescriptor { fd = descriptors[i] is { IsInvalid: false } one ? one.Number : -1, events = Libc.POLLIN };
        }

        _ = Wait(set, descriptors.Length, limit);
        bool[] ready = new bool[descriptors.Length];
        for (int i = 0; i < ready.Length; i++)
        {
            ready[i] = set[i].revents != 0;
        }

        return ready;
    }

    /// <summary>How many are ready; signals that arrive do not prolong it.</summary>
    private static int Wait(PollDescriptor* set, int count, TimeSpan? limit)
    {
        long end = limit is { } pause ? Environment.TickCount64 + (long)pause.TotalMilliseconds : long.MaxValue;
        int result;
        do
        {
            result = Libc.poll(set, (nuint)count, limit is null ? -1 : (int)Math.Clamp(end - Environment.TickCount64, 0, int.MaxValue));
        }
        while (result < 0 && Errno.Last == Errno.EINTR);
        return result < 0 ? throw new IOException($"cannot wait for a descriptor: {Errno.Describe(Errno.Last)}") : result;
    }
}
