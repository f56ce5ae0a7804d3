using System.Runtime.InteropServices;

namespace Sandbox.Testing.Native;

/// <summary>Sends descriptors over a unix socket: the other half of what the tests receive.</summary>
public static unsafe partial class DescriptorSender
{
    private const int SolSocket = 1;
    private const int ScmRights = 1;
    private const int HeaderLength = 16;

    /// <exception cref="TestFailureException">The kernel does not take it.</exception>
    public static void Send(int socket, ReadOnlySpan<byte> message, params IReadOnlyList<int> descriptors)
    {
        byte[] control = new byte[(HeaderLength + (descriptors.Count * sizeof(int)) + 7) & ~7];
        fixed (byte* data = message)
        fixed (byte* rights = control)
        {
            *(nuint*)rights = (nuint)(HeaderLength + (descriptors.Count * sizeof(int)));
            ((int*)rights)[2] = SolSocket;
            ((int*)rights)[3] = ScmRights;
            for (int i = 0; i < descriptors.Count; i++)
            {
                ((int*)rights)[4 + i] = descriptors[i];
            }

            // struct iovec and struct msghdr of a 64-bit Linux, in words.
            nint* vector = stackalloc nint[2] { (nint)data, message.Length };
            nint* header = stackalloc nint[7] { 0, 0, (nint)vector, 1, descriptors.Count == 0 ? 0 : (nint)rights, descriptors.Count == 0 ? 0 : control.Length, 0 };
            if (sendmsg(socket, header, 0) != message.Length)
            {
                throw Libc.Failure("cannot send a message", Libc.LastError());
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(int socket, nint* message, int flags);
}
