// Shared with Sandbox.Backends: what the launcher and the guest's init say to each other over the one virtio-serial port between
// them. Little-endian. Neither side ever waits for a payload: what may be sent for a stream is counted by credit.
using System.Runtime.InteropServices;

namespace Sandbox.Guest.Link;

internal static class LinkFormat
{
    /// <summary>Told by the guest first; the launcher refuses any other.</summary>
    public const uint Version = 1;

    /// <summary>Bytes on their way of one stream, before the other side has passed them on.</summary>
    public const int Window = 64 * 1024;

    /// <summary>The longest piece of a stream in one frame.</summary>
    public const int MostData = 16 * 1024;

    /// <summary>Sessions at once, the first one included.</summary>
    public const int MaxSessions = 16;

    /// <summary>The longest <see cref="FrameKind.Boot"/>.</summary>
    public const int MostBoot = 16 * 1024;

    /// <summary>The port's number on its bus; 0 is kept for consoles.</summary>
    public const int Port = 1;
}

internal enum FrameKind : uint
{
    /// <summary>To the guest: Value = <see cref="BootFlags"/>; NUL-ended triples tag, absolute path, mount options, the root first.</summary>
    Boot = 1,

    /// <summary>To the guest: the first session, a <see cref="SessionStart"/> and the executor's plan.</summary>
    Run = 2,

    /// <summary>To the guest: one more session in the running sandbox, as <see cref="Run"/>.</summary>
    Join = 3,

    /// <summary>To the guest: bytes for the session to read.</summary>
    Input = 4,

    /// <summary>To the guest: no more of them.</summary>
    InputEnd = 5,

    /// <summary>Either way: Value bytes of Stream have been passed on.</summary>
    Credit = 6,

    /// <summary>To the guest: signal Value for the session, a negative one for its process group.</summary>
    Signal = 7,

    /// <summary>To the guest: the terminal has Value rows (high half) and columns.</summary>
    Resize = 8,

    /// <summary>To the guest: whoever asked for the session has gone.</summary>
    Close = 9,

    /// <summary>To the guest: signal Value for everything inside.</summary>
    SignalAll = 10,

    /// <summary>To the guest: nobody takes what the session writes to Stream any more.</summary>
    OutputEnd = 11,

    /// <summary>From the guest: it stands, and speaks version Value.</summary>
    Ready = 20,

    /// <summary>From the guest: bytes that the session has written to Stream (1 or 2).</summary>
    Output = 21,

    /// <summary>From the guest: records as on the executor's status pipe.</summary>
    Status = 22,

    /// <summary>From the guest: the session has ended and all of its output has been sent.</summary>
    Over = 23,

    /// <summary>From the guest: everything has ended and is on the disk; Value = the executor's exit code.</summary>
    Gone = 24,

    /// <summary>From the guest: it could not do what the text says; Value = errno.</summary>
    Failed = 25,
}

[Flags]
internal enum BootFlags : uint
{
    None = 0,

    /// <summary>There is an interface that leads to the launcher's network.</summary>
    Network = 1,

    /// <summary>That network has the launcher's proxies, which 127.0.0.1 leads to.</summary>
    Proxies = 2,
}

[Flags]
internal enum StartFlags : uint
{
    None = 0,

    /// <summary>The session has a terminal; its output is one stream.</summary>
    Terminal = 1,

    /// <summary>With <see cref="Terminal"/>: descriptor 2 is a stream of its own.</summary>
    OwnErrors = 2,
}

[StructLayout(LayoutKind.Sequential)]
internal struct Frame
{
    public uint Kind;
    public ushort Session;

    /// <summary>0, 1 or 2, as the descriptors.</summary>
    public ushort Stream;
    public uint Value;

    /// <summary>Bytes that follow.</summary>
    public uint Length;
}

[StructLayout(LayoutKind.Sequential)]
internal struct SessionStart
{
    public uint Uid;
    public uint Gid;

    /// <summary><see cref="StartFlags"/>.</summary>
    public uint Flags;

    /// <summary>Rows in the high half, columns in the low one.</summary>
    public uint Size;
}
