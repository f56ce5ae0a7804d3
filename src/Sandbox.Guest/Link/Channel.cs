using Sandbox.Executor.Kernel;
using Sandbox.Guest.Boot;
using Sandbox.Guest.Kernel;

namespace Sandbox.Guest.Link;

/// <summary>The port that leads to the launcher. Whole frames are written and read at once; the other side always takes them.</summary>
internal static unsafe class Channel
{
    private const int Patience = 10_000;

    private static long _port = -1;

    public static long Descriptor => _port;

    /// <summary>Waits for the port, which the driver adds a moment after it was loaded.</summary>
    public static void Open()
    {
        for (int i = 0; i < Patience; i++)
        {
            _port = Sys.Openat(C.AT_FDCWD, Text.Z("/dev/vport0p1\0"u8), C.O_RDWR | C.O_CLOEXEC);
            if (_port >= 0)
            {
                return;
            }

            Pause.Millisecond();
        }

        Fatal.Check(_port, Text.Z("no virtio-serial port appeared\0"u8));
    }

    public static void Send(FrameKind kind, int session = 0, int stream = 0, uint value = 0, byte* data = null, int length = 0)
    {
        byte* whole = stackalloc byte[sizeof(Frame) + LinkFormat.MostData];
        Frame* frame = (Frame*)whole;
        frame->Kind = (uint)kind;
        frame->Session = (ushort)session;
        frame->Stream = (ushort)stream;
        frame->Value = value;
        frame->Length = (uint)length;
        for (int i = 0; i < length; i++)
        {
            whole[sizeof(Frame) + i] = data[i];
        }

        if (Sys.WriteAll(_port, whole, sizeof(Frame) + length) < 0)
        {
            PowerOff.Now();
        }
    }

    public static void Receive(Frame* frame) => Read((byte*)frame, sizeof(Frame));

    /// <summary>Exactly so many bytes. Without a launcher there is nothing left to do.</summary>
    public static void Read(byte* to, long length)
    {
        long done = 0;
        while (done < length)
        {
            long n = Sys.Call(Nr.read, _port, (long)(to + done), length - done);
            if (n == -C.EINTR)
            {
                continue;
            }

            if (n <= 0)
            {
                PowerOff.Now();
            }

            done += n;
        }
    }
}
