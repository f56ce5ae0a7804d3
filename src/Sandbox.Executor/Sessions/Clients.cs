using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Sessions;

/// <summary>The sockets over which the clients of joined sessions signal, and learn of the end.</summary>
internal static unsafe class Clients
{
    private const int LastSignal = 64;

    /// <summary>One message of a client. Whoever has gone, however it went, takes its session along.</summary>
    public static void Obey(SessionTable* sessions, int index)
    {
        long pid = sessions->Pids[index];
        Inbox inbox;
        long n = Inbox.Receive(sessions->Channels[index], &inbox);
        if (n is -C.EINTR or -C.EAGAIN)
        {
            return;
        }

        inbox.Close();
        int value = inbox.Message.Value;
        if (n <= 0)
        {
            Sys.Close(sessions->Channels[index]);
            sessions->Channels[index] = -1;
            Sys.Call(Nr.kill, -pid, C.SIGKILL);
            Sys.Call(Nr.kill, pid, C.SIGKILL);
        }
        else if (n == sizeof(ControlMessage) && inbox.Message.Kind == (uint)ControlKind.Signal && value is not 0 and >= -LastSignal and <= LastSignal)
        {
            // The session leads a process group of its own from before it is executed.
            Sys.Call(Nr.kill, value < 0 ? -pid : pid, value < 0 ? -value : value);
        }
    }

    /// <summary>The wait status for the client, if it is still there.</summary>
    public static void End(long channel, int status)
    {
        if (channel >= 0)
        {
            Joining.Tell(channel, StatusKind.Ended, Step.None, status);
            Sys.Close(channel);
        }
    }
}
