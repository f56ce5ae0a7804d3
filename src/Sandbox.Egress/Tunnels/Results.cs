using System.Net.Sockets;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Tunnels;

/// <summary>The gate's answers in the words of HTTP.</summary>
internal static class Results
{
    /// <summary>For an HTTP connection that forwards requests; its end is logged by the gate.</summary>
    public static OpenResult Of(Gate gate, Opened opened)
    {
        if (opened.Socket is { } socket)
        {
            return OpenResult.Connected(new NetworkStream(socket, ownsSocket: true), (sent, received, problem) => gate.Finish(opened, sent, received, problem));
        }

        return opened.Verdict.Allowed ? OpenResult.Failed(opened.Failure!, TimedOut(opened)) : OpenResult.Refused(opened.Verdict);
    }

    /// <summary>The answer to a client that has no connection: 403, 502 or 504.</summary>
    public static byte[] Reply(Opened opened, bool toHead) => opened.Verdict.Allowed
        ? HttpReplies.Failed(TimedOut(opened) ? 504 : 502, opened.Failure!, toHead)
        : HttpReplies.Denied(opened.Host, opened.Port, opened.Verdict, toHead);

    private static bool TimedOut(Opened opened) => opened.Error == SocketError.TimedOut;
}
