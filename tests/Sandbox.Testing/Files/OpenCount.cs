using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>How often something opens what lies in a tree, counted by the kernel.</summary>
public static class OpenCount
{
    private const int NonBlocking = 0x800;
    private const uint Open = 0x20;
    private const int HeaderLength = 16;
    private const int LengthOffset = 12;

    /// <summary>How often the directories of the tree, and what lies in them, are opened while an action runs.</summary>
    public static unsafe int Of(string tree, Action action)
    {
        using SafeFileHandle queue = new(Libc.inotify_init1(NonBlocking), ownsHandle: true);
        int number = (int)queue.DangerousGetHandle();
        foreach (string directory in Directory.GetDirectories(tree, "*", SearchOption.AllDirectories).Prepend(tree).ToArray())
        {
            if (Libc.inotify_add_watch(number, directory, Open) < 0)
            {
                throw Libc.Failure($"cannot watch {directory}", Libc.LastError());
            }
        }

        action();
        int count = 0;
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            nint read;
            fixed (byte* start = buffer)
            {
                read = Libc.read(number, start, (nuint)buffer.Length);
            }

            if (read <= 0)
            {
                return count;
            }

            for (int at = 0; at < read; at += HeaderLength + BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + LengthOffset)))
            {
                count++;
            }
        }
    }
}
