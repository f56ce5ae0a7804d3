using System.Net.Sockets;
using Sandbox.Executor.Plan;
using Sandbox.Linux;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Native;

/// <summary>
/// The sockets of a running sandbox's network, made inside and served here; <see cref="Core.Plans.CapturePlan"/> says where they listen.
/// They keep that network alive and see no end when the sandbox ends.
/// </summary>
public sealed class SandboxSockets : IDisposable
{
    private readonly ControlChannel _control;

    internal SandboxSockets(ControlChannel control) => _control = control;

    /// <summary>
    /// Accepts TCP to every foreign address and port; the local address of what it accepts is the one that was dialled. The payload can also
    /// dial it itself: a local address in 127.0.0.0/8 is to be refused. Null when <see cref="Weaker"/>.
    /// </summary>
    public Socket? Capture { get; internal init; }

    /// <summary>Datagrams to port 53 of every address inside, with IP_PKTINFO: an answer has to name the address that was asked.</summary>
    public required Socket DnsUdp { get; init; }

    /// <summary>Accepts TCP to port 53 of 10.0.2.3 and every other address inside.</summary>
    public required Socket DnsTcp { get; init; }

    /// <summary>Accepts on 127.0.0.1:3128.</summary>
    public required Socket Proxy { get; init; }

    /// <summary>Accepts on 127.0.0.1:3129.</summary>
    public required Socket Broker { get; init; }

    /// <summary>When <see cref="Weaker"/>: accept TCP to one port each (that of their local end point) of every address inside; else empty.</summary>
    public required IReadOnlyList<Socket> NamedPorts { get; init; }

    /// <summary>The kernel could not capture every port, so <see cref="NamedPorts"/> are all that can be reached.</summary>
    public bool Weaker => WeakerReason is not null;

    /// <summary>Why: "nf_tables: operation not permitted (EPERM)"; else null.</summary>
    public string? WeakerReason { get; private init; }

    private IEnumerable<Socket> All => [.. Capture is null ? Array.Empty<Socket>() : [Capture], DnsUdp, DnsTcp, Proxy, Broker, .. NamedPorts];

    /// <summary>
    /// A connection to a port of 127.0.0.1 inside, or null when nothing accepts there within a few seconds or the sandbox has ended.
    /// Waits, but never long; may be called from many threads.
    /// </summary>
    /// <param name="port">1 to 65535.</param>
    public Socket? Connect(int port) => _control.Connect(port);

    /// <summary>Closes all of them; connections that were accepted stay.</summary>
    public void Dispose()
    {
        _control.Close();
        foreach (Socket socket in All)
        {
            socket.Dispose();
        }
    }

    /// <summary>All of them with their roles, for another process. They stay this one's too: nothing here is to be closed afterwards.</summary>
    public IReadOnlyList<(int Role, Descriptor Descriptor)> Lend()
    {
        List<(int, Descriptor)> all =
        [
            ((int)SocketRole.DnsUdp, Borrow(DnsUdp)), ((int)SocketRole.DnsTcp, Borrow(DnsTcp)), ((int)SocketRole.Proxy, Borrow(Proxy)), ((int)SocketRole.Broker, Borrow(Broker)),
        ];
        if (Capture is not null)
        {
            all.Add(((int)SocketRole.Capture, Borrow(Capture)));
        }

        all.AddRange(NamedPorts.Select(static s => ((int)SocketRole.NamedPort, Borrow(s))));
        return all;
    }

    /// <summary>What another process has lent; owns the descriptors.</summary>
    /// <param name="control">Of the same sandbox.</param>
    /// <param name="lent">As <see cref="Lend"/> has them.</param>
    /// <param name="weakerReason">See <see cref="WeakerReason"/>.</param>
    /// <exception cref="InvalidDataException">A role is missing.</exception>
    public static SandboxSockets Inherit(SocketControl control, IReadOnlyList<(int Role, Descriptor Descriptor)> lent, string? weakerReason)
    {
        Socket One(SocketRole role) => lent.Where(l => l.Role == (int)role).Select(static l => DescriptorMessages.ToSocket(l.Descriptor)).SingleOrDefault() ??
            throw new InvalidDataException($"no socket for {role}");
        return new SandboxSockets(control.Channel)
        {
            Capture = weakerReason is null ? One(SocketRole.Capture) : null,
            DnsUdp = One(SocketRole.DnsUdp),
            DnsTcp = One(SocketRole.DnsTcp),
            Proxy = One(SocketRole.Proxy),
            Broker = One(SocketRole.Broker),
            NamedPorts = [.. lent.Where(static l => l.Role == (int)SocketRole.NamedPort).Select(static l => DescriptorMessages.ToSocket(l.Descriptor))],
            WeakerReason = weakerReason,
        };
    }

    private static Descriptor Borrow(Socket socket) => Descriptor.Borrow((int)socket.Handle);

    /// <summary>From descriptors by role. Owns what it takes of them, and on failure has closed it.</summary>
    /// <exception cref="InvalidDataException">One is missing, or there more than once.</exception>
    internal static SandboxSockets From(ControlChannel control, ReceivedMessage message)
    {
        HandedOver handed = HandedOver.Parse(message);
        List<Socket> made = [];
        Socket Make(int index)
        {
            made.Add(DescriptorMessages.ToSocket(message.Take(index)));
            return made[^1];
        }

        try
        {
            return new SandboxSockets(control)
            {
                Capture = handed.Capture is { } capture ? Make(capture) : null,
                DnsUdp = Make(handed.DnsUdp),
                DnsTcp = Make(handed.DnsTcp),
                Proxy = Make(handed.Proxy),
                Broker = Make(handed.Broker),
                NamedPorts = [.. handed.NamedPorts.Select(Make)],
                WeakerReason = handed.Errno == 0 ? null : $"nf_tables: {Errno.Describe(handed.Errno)} ({Errno.Name(handed.Errno)})",
            };
        }
        catch
        {
            made.ForEach(s => s.Dispose());
            throw;
        }
    }
}
