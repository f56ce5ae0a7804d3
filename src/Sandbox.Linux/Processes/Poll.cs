using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Processes;

/// <summary>poll(2) over a few descriptors.</summary>
public static unsafe class Poll
{
    /// <summary>Waits until at least one is readable or hung up; answers which.</summary>
    public static bool[] Wait(params ReadOnlySpan<Descriptor> descriptors)
    {
        PollDescriptor* set = stackalloc PollDescriptor[descriptors.Length];
        for (int i = 0; i < descriptors.Length; i++)
        {
            set[i] = new PollDescriptor { fd = descriptors[i].IsInvalid ? -1 : descriptors[i].Number, events = Libc.POLLIN };
        }

        while (Libc.poll(set, (nuint)descriptors.Length, -1) < 0)
        {
            if (Errno.Last != Errno.EINTR)
            {
                throw new IOException($"cannot wait for descriptors: {Errno.Describe(Errno.Last)}");
            }
        }

        bool[] ready = new bool[descriptors.Length];
        for (int i = 0; i < ready.Length; i++)
        {
            ready[i] = set[i].revents != 0;
        }

        return ready;
    }
}
