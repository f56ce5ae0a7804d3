using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Network;

/// <summary>
/// A network namespace in which every name the launcher may give out leads to a socket of the launcher, and nothing leads anywhere else.
/// Made by uid 0 of the first user namespace, which owns the network namespace: nothing inside can change it later.
/// </summary>
internal static unsafe class CapturedNetwork
{
    public static void SetUp(Launch* launch)
    {
        PlanNetwork* plan = (PlanNetwork*)launch->At(launch->Header->NetworkOffset);
        Routes(launch);
        long weaker = Capture(launch, (plan->Flags & (uint)NetworkFlags.MayBeWeaker) != 0);

        SocketSet sockets;
        sockets.Count = 0;
        if (weaker == 0)
        {
            Listeners.Captured(launch, &sockets);
        }

        Listeners.Fixed(launch, &sockets);
        ushort* ports = (ushort*)launch->At(plan->PortsOffset);
        for (uint i = 0; weaker != 0 && i < plan->PortCount; i++)
        {
            Listeners.Named(launch, &sockets, ports[i]);
        }

        Report.Check(launch, Step.HandOverSockets, HandOver.Sockets(launch->Control, &sockets, (int)-weaker));
        sockets.Close();
    }

    private static void Routes(Launch* launch)
    {
        uint failed;
        ReadOnlySpan<byte> bytes = RouteMessages.Bytes;
        long result = Netlink.Transmit(C.NETLINK_ROUTE, Text.Z(bytes), bytes.Length, RouteMessages.Last, &failed);
        Report.Check(launch, Step.ConfigureNetwork, result, Text.Z(RouteMessages.Subject(failed)));
    }

    /// <summary>0, or why there is no capture and listeners on the named ports have to do.</summary>
    private static long Capture(Launch* launch, bool mayBeWeaker)
    {
        uint failed;
        ReadOnlySpan<byte> bytes = CaptureRule.Bytes;
        long result = Netlink.Transmit(C.NETLINK_NETFILTER, Text.Z(bytes), bytes.Length, CaptureRule.Last, &failed);
        return mayBeWeaker ? result : Report.Check(launch, Step.CaptureConnections, result);
    }
}
