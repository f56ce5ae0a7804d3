using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Network;

/// <summary>Messages with descriptors for the launcher, each in one piece on the control socket and never waiting for it.</summary>
internal static unsafe class HandOver
{
    /// <summary>0 or -errno. <paramref name="weaker"/>: 0, or the errno that kept nf_tables from being used.</summary>
    public static long Sockets(long control, SocketSet* sockets, int weaker)
    {
        byte* message = stackalloc byte[sizeof(ControlMessage) + (SocketSet.Capacity * sizeof(SocketRecord))];
        ControlMessage* header = (ControlMessage*)message;
        header->Kind = (uint)ControlKind.Sockets;
        header->Value = weaker;
        header->Number = (uint)sockets->Count;
        uint* records = (uint*)(message + sizeof(ControlMessage));
        for (int i = 0; i < sockets->Count; i++)
        {
            records[i] = sockets->Records[i];
        }

        return Send(control, message, sizeof(ControlMessage) + (sockets->Count * sizeof(SocketRecord)), sockets->Descriptors, sockets->Count);
    }

    /// <summary>0 or -errno. A negative <paramref name="socket"/> is the -errno to tell instead of a descriptor.</summary>
    public static long Answer(long control, uint number, long socket)
    {
        ControlMessage message;
        message.Kind = (uint)ControlKind.Connected;
        message.Value = socket < 0 ? (int)-socket : 0;
        message.Number = number;
        int descriptor = (int)socket;
        return Send(control, (byte*)&message, sizeof(ControlMessage), &descriptor, socket < 0 ? 0 : 1);
    }

    /// <summary>One message with its descriptors: 0 or -errno.</summary>
    public static long Send(long control, byte* message, int length, int* descriptors, int count)
    {
        byte* rights = stackalloc byte[sizeof(ControlHeader) + (SocketSet.Capacity * sizeof(int))];
        ControlHeader* header = (ControlHeader*)rights;
        header->Length = (ulong)(sizeof(ControlHeader) + (count * sizeof(int)));
        header->Level = C.SOL_SOCKET;
        header->Type = C.SCM_RIGHTS;
        int* carried = (int*)(rights + sizeof(ControlHeader));
        for (int i = 0; i < count; i++)
        {
            carried[i] = descriptors[i];
        }

        IoVector data;
        data.Base = message;
        data.Length = (ulong)length;
        MessageHeader whole;
        whole.Name = null;
        whole.NameLength = 0;
        whole.Vectors = &data;
        whole.VectorCount = 1;
        whole.Control = count == 0 ? null : rights;
        whole.ControlLength = count == 0 ? 0 : header->Length;
        whole.Flags = 0;
        long sent = Sys.Call(Nr.sendmsg, control, (long)&whole, C.MSG_DONTWAIT | C.MSG_NOSIGNAL);
        return sent == length ? 0 : sent < 0 ? sent : -C.EPROTO;
    }
}
