using System.Runtime.InteropServices;
using Sandbox.Backends.Native;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;
using Sandbox.Testing.Native;

namespace Sandbox.Backends.Tests.Capture;

/// <summary>A message with sockets is taken only when it and its descriptors say the same; else all of them are closed.</summary>
public sealed class HandedOverTests
{
    private static readonly SocketRole[] Complete = [SocketRole.Capture, SocketRole.DnsUdp, SocketRole.DnsTcp, SocketRole.Proxy, SocketRole.Broker];

    private static readonly Dictionary<string, (ControlMessage Header, SocketRole[] Roles, int Descriptors)> Wrong = new(StringComparer.Ordinal)
    {
        ["another kind"] = (Header(ControlKind.Connected, 0, 5), Complete, 5),
        ["one descriptor less"] = (Header(ControlKind.Sockets, 0, 5), Complete, 4),
        ["one descriptor more"] = (Header(ControlKind.Sockets, 0, 5), Complete, 6),
        ["one record less"] = (Header(ControlKind.Sockets, 0, 5), Complete[..4], 5),
        ["a count that is not that of either"] = (Header(ControlKind.Sockets, 0, 6), Complete, 5),
        ["no broker"] = (Header(ControlKind.Sockets, 0, 4), Complete[..4], 4),
        ["no capture and no reason"] = (Header(ControlKind.Sockets, 0, 4), Complete[1..], 4),
        ["a capture and a reason"] = (Header(ControlKind.Sockets, 1, 5), Complete, 5),
        ["two captures"] = (Header(ControlKind.Sockets, 0, 6), [SocketRole.Capture, .. Complete], 6),
        ["two proxies"] = (Header(ControlKind.Sockets, 0, 6), [.. Complete, SocketRole.Proxy], 6),
        ["a named port beside the capture"] = (Header(ControlKind.Sockets, 0, 6), [.. Complete, SocketRole.NamedPort], 6),
        ["an unknown role"] = (Header(ControlKind.Sockets, 0, 6), [.. Complete, (SocketRole)7], 6),
        ["no role"] = (Header(ControlKind.Sockets, 0, 6), [.. Complete, 0], 6),
    };

    public static TheoryData<string> WrongMessages => new(Wrong.Keys);

    [Theory]
    [MemberData(nameof(WrongMessages))]
    public void A_message_that_does_not_fit_its_descriptors_is_refused(string what)
    {
        (ControlMessage header, SocketRole[] roles, int descriptors) = Wrong[what];
        Assert.Throws<InvalidDataException>(() => HandedOver.Parse(Arrived(header, roles, descriptors)));
    }

    [Fact]
    public void Roles_are_found_in_any_order()
    {
        HandedOver handed = HandedOver.Parse(Arrived(Header(ControlKind.Sockets, 0, 5), [.. Complete.Reverse()], 5));
        Assert.Equal((4, 3, 2, 1, 0), (handed.Capture, handed.DnsUdp, handed.DnsTcp, handed.Proxy, handed.Broker));
        Assert.Empty(handed.NamedPorts);
    }

    [Fact]
    public void Named_ports_come_with_the_reason()
    {
        HandedOver handed = HandedOver.Parse(Arrived(Header(ControlKind.Sockets, 2, 6), [.. Complete[1..], SocketRole.NamedPort, SocketRole.NamedPort], 6));
        Assert.Equal((2, null), (handed.Errno, handed.Capture));
        Assert.Equal([4, 5], handed.NamedPorts);
    }

    [Fact]
    public void A_message_that_is_too_short_for_a_header_is_refused() =>
        Assert.Throws<InvalidDataException>(() => HandedOver.Parse(Arrived([1, 2, 3], 1)));

    private static ControlMessage Header(ControlKind kind, int value, uint number) => new() { Kind = (uint)kind, Value = value, Number = number };

    private static ReceivedMessage Arrived(ControlMessage header, SocketRole[] roles, int descriptors)
    {
        SocketRecord[] records = [.. roles.Select(r => new SocketRecord { Role = (ushort)r, Port = 9 })];
        return Arrived([.. MemoryMarshal.AsBytes(new ReadOnlySpan<ControlMessage>(in header)), .. MemoryMarshal.AsBytes(records.AsSpan())], descriptors);
    }

    private static ReceivedMessage Arrived(byte[] bytes, int descriptors)
    {
        (Descriptor ours, Descriptor theirs) = Descriptor.MessagePair();
        using (ours)
        using (theirs)
        {
            DescriptorSender.Send(theirs.Number, bytes, [.. Enumerable.Repeat(theirs.Number, descriptors)]);
            return DescriptorMessages.TryReceive(ours, HandedOver.Room)!;
        }
    }
}
