using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Sessions;

/// <summary>One message from outside with its descriptors, all of them numbered 3 or higher.</summary>
internal unsafe struct Inbox
{
    public const int Capacity = 5;
    private const int Room = 64;

    public ControlMessage Message;
    public int Count;
    public fixed int Descriptors[Capacity];

    /// <summary>The number of bytes, 0 when the other end is gone, or -errno. Descriptors that do not fit are closed by the kernel.</summary>
    public static long Receive(long socket, Inbox* inbox)
    {
        ulong* control = stackalloc ulong[Room / sizeof(ulong)];
        IoVector data;
        data.Base = &inbox->Message;
        data.Length = (ulong)sizeof(ControlMessage);
        MessageHeader whole;
        whole.Name = null;
        whole.NameLength = 0;
        whole.Vectors = &data;
        whole.VectorCount = 1;
        whole.Control = control;
        whole.ControlLength = (ulong)(sizeof(ControlHeader) + (Capacity * sizeof(int)));
        whole.Flags = 0;
        inbox->Count = 0;
        long n = Sys.Call(Nr.recvmsg, socket, (long)&whole, C.MSG_DONTWAIT | C.MSG_TRUNC | C.MSG_CMSG_CLOEXEC);
        ControlHeader* header = (ControlHeader*)control;
        if (n >= 0 && whole.ControlLength >= (ulong)sizeof(ControlHeader) && header->Level == C.SOL_SOCKET && header->Type == C.SCM_RIGHTS)
        {
            int* carried = (int*)((byte*)control + sizeof(ControlHeader));
            for (ulong i = 0; i < (header->Length - (ulong)sizeof(ControlHeader)) / sizeof(int) && inbox->Count < Capacity; i++)
            {
                inbox->Descriptors[inbox->Count++] = (int)Above(carried[i]);
            }
        }

        return n;
    }

    /// <summary>PID 1 may have been started without standard descriptors: what would become one by accident moves up.</summary>
    public static long Above(long descriptor)
    {
        if (descriptor is < 0 or > 2)
        {
            return descriptor;
        }

        long moved = Sys.Call(Nr.fcntl, descriptor, C.F_DUPFD_CLOEXEC, 3);
        Sys.Close(descriptor);
        return moved;
    }

    public void Close()
    {
        for (int i = 0; i < Count; i++)
        {
            Sys.Close(Descriptors[i]);
        }
    }
}
