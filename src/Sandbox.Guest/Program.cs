using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Sessions;
using Sandbox.Guest.Boot;
using Sandbox.Guest.Kernel;
using Sandbox.Guest.Link;
using Sandbox.Guest.Relays;
using Sandbox.Guest.Sessions;

namespace Sandbox.Guest;

/// <summary>
/// claude-sandbox-guest: /init of the virtual machine. Makes the launcher's file tree its own, and is to claude-sandbox-exec in here what the
/// launcher is to it outside: the same plan builds the same sandbox, below another kernel.
/// </summary>
internal static unsafe class Program
{
    private static int Main()
    {
        Sys.Call(Nr.mount, (long)Text.Z("devtmpfs\0"u8), (long)Text.Z("/dev\0"u8), (long)Text.Z("devtmpfs\0"u8), 0, 0);
        Signals.ResetAll();
        Modules.Load();
        Channel.Open();
        Channel.Send(FrameKind.Ready, value: LinkFormat.Version);
        long executor = Fatal.Check(
            Sys.Openat(C.AT_FDCWD, Text.Z("/claude-sandbox-exec\0"u8), C.O_PATH | C.O_CLOEXEC), Text.Z("could not open the executor\0"u8));
        Prepare();
        Server.Run(executor);
        return 0;
    }

    private static void Prepare()
    {
        Frame frame;
        Channel.Receive(&frame);
        byte* records = stackalloc byte[LinkFormat.MostBoot];
        bool fits = frame.Kind == (uint)FrameKind.Boot && frame.Length is > 0 and <= LinkFormat.MostBoot;
        Fatal.Check(fits ? 0 : -C.EPROTO, Text.Z("could not understand the launcher\0"u8));
        Channel.Read(records, frame.Length);
        Fatal.Check(records[frame.Length - 1] == 0 ? 0 : -C.EPROTO, Text.Z("could not understand the launcher\0"u8));
        Shares.Mount(records, (int)frame.Length);
        Limit(GuestC.RLIMIT_NOFILE, 1024, 524288);

        // A small machine's own limit would be below the plan's, which nobody but root could then set.
        Limit(GuestC.RLIMIT_NPROC, ~0UL, ~0UL);
        Interface.LoopbackUp();
        if ((frame.Value & (uint)BootFlags.Network) != 0)
        {
            Interface.Configure();
        }

        if ((frame.Value & (uint)BootFlags.Proxies) != 0)
        {
            Loopback.Relay(NetworkPorts.Proxy);
            Loopback.Relay(NetworkPorts.Broker);
        }
    }

    private static void Limit(int resource, ulong soft, ulong hard)
    {
        Rlimit64 limit;
        limit.Soft = soft;
        limit.Hard = hard;
        Fatal.Check(Sys.Call(Nr.prlimit64, 0, resource, (long)&limit, 0), Text.Z("could not set a resource limit\0"u8));
    }
}
