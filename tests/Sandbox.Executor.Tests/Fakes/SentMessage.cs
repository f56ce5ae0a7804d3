using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Tests.Fakes;

/// <summary>What one sendmsg on the control socket would carry, read as the receiver's kernel reads it.</summary>
internal sealed unsafe record SentMessage(ControlMessage Header, SocketRecord[] Records, int[] Descriptors)
{
    public static SentMessage Of(MessageHeader* message)
    {
        Assert.Equal(1UL, message->VectorCount);
        Assert.True(message->Name is null && message->NameLength == 0);
        ReadOnlySpan<byte> data = new(message->Vectors->Base, (int)message->Vectors->Length);
        int[] descriptors = [];
        if (message->ControlLength > 0)
        {
            ControlHeader* header = (ControlHeader*)message->Control;
            Assert.Equal((C.SOL_SOCKET, C.SCM_RIGHTS, message->ControlLength), (header->Level, header->Type, header->Length));
            descriptors = new ReadOnlySpan<int>(header + 1, ((int)header->Length - sizeof(ControlHeader)) / sizeof(int)).ToArray();
        }

        return new SentMessage(
            MemoryMarshal.Read<ControlMessage>(data), MemoryMarshal.Cast<byte, SocketRecord>(data[sizeof(ControlMessage)..]).ToArray(), descriptors);
    }
}
