using System.Runtime.InteropServices;

namespace Sandbox.Testing.Native;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int fd;
    public short events;
    public short revents;
}
