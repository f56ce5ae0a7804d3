using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sandbox.Backends.Tests.Capture;

/// <summary>The launcher's end of connections from a probe, in a few words.</summary>
internal static class Peers
{
    /// <summary>Accepts one, reads what the probe says, answers with the address it dialled, and answers that too.</summary>
    public static string AnswerOne(Socket listener)
    {
        using Socket accepted = listener.Accept();
        string dialled = accepted.LocalEndPoint!.ToString()!;
        string said = Read(accepted);
        _ = accepted.Send(Encoding.ASCII.GetBytes($"{dialled}/{said}"));
        return dialled;
    }

    /// <summary>Takes one datagram and answers it from the address that it was sent to.</summary>
    public static (string Text, IPAddress Asked) AnswerDatagram(Socket socket, string answer)
    {
        byte[] buffer = new byte[512];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        SocketFlags flags = SocketFlags.None;
        int count = socket.ReceiveMessageFrom(buffer, 0, buffer.Length, ref flags, ref from, out IPPacketInformation information);
        _ = socket.SendTo(Encoding.ASCII.GetBytes(answer), from);
        return (Encoding.ASCII.GetString(buffer, 0, count), information.Address);
    }

    public static string Read(Socket socket)
    {
        byte[] buffer = new byte[512];
        return Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
    }
}
