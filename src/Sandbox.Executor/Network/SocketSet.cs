using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Network;

/// <summary>The sockets made for the launcher, in the order in which they are handed over.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SocketSet
{
    public const int Capacity = (int)PlanFormat.MaxNamedPorts + 5;

    public int Count;
    public fixed int Descriptors[Capacity];
    public fixed uint Records[Capacity];

    public void Add(long descriptor, SocketRole role, ushort port)
    {
        SocketRecord record;
        record.Role = (ushort)role;
        record.Port = port;
        Descriptors[Count] = (int)descriptor;
        Records[Count] = *(uint*)&record;
        Count++;
    }

    public void Close()
    {
        for (int i = 0; i < Count; i++)
        {
            Sys.Close(Descriptors[i]);
        }
    }
}
