using Sandbox.Linux.Files;
using Sandbox.Linux.Terminals;

namespace Sandbox.Backends.Native;

/// <summary>What a session that joins is given of 0, 1 and 2.</summary>
public static class StandardDescriptors
{
    /// <summary>
    /// With a terminal of the sandbox's own only what does not lead to ours: nothing, or 2 alone. Else all three; one that is closed is nothing to read from.
    /// The caller disposes of them.
    /// </summary>
    /// <param name="terminal">0 and 1 are a terminal, in whose place the session gets one of its own.</param>
    public static IReadOnlyList<Descriptor> For(bool terminal)
    {
        List<Descriptor> standard = [];
        for (int number = terminal ? 2 : 0; number <= 2; number++)
        {
            if (!terminal || !Terminal.IsTerminal(number))
            {
                Descriptor own = Descriptor.Borrow(number);
                standard.Add(FileStatus.TryGet(own, out _) == 0 ? own : Descriptor.Null());
            }
        }

        return standard;
    }
}
