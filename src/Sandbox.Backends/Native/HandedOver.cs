using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Native;

/// <summary>What the executor's message with the sockets says: an index into its descriptors for each role.</summary>
internal sealed record HandedOver
{
    /// <summary>Bytes that the longest such message has.</summary>
    public static readonly int Room = Unsafe.SizeOf<ControlMessage>() + (((int)PlanFormat.MaxNamedPorts + 5) * Unsafe.SizeOf<SocketRecord>());

    /// <summary>0, or why there is no capture.</summary>
    public required int Errno { get; init; }

    public required int? Capture { get; init; }

    public required int DnsUdp { get; init; }

    public required int DnsTcp { get; init; }

    public required int Proxy { get; init; }

    public required int Broker { get; init; }

    public required IReadOnlyList<int> NamedPorts { get; init; }

    /// <exception cref="InvalidDataException">It is not such a message, or it and its descriptors do not fit each other.</exception>
    public static HandedOver Parse(ReceivedMessage message)
    {
        ReadOnlySpan<byte> bytes = message.Bytes.Span;
        int head = Unsafe.SizeOf<ControlMessage>();
        ControlMessage header = bytes.Length < head ? default : MemoryMarshal.Read<ControlMessage>(bytes);
        bool fits = !message.IsCut && header.Kind == (uint)ControlKind.Sockets && header.Number == message.DescriptorCount &&
            bytes.Length == head + (message.DescriptorCount * Unsafe.SizeOf<SocketRecord>());
        if (!fits)
        {
            throw Unexpected($"{bytes.Length} bytes of kind {header.Kind} for {header.Number} with {message.DescriptorCount} descriptors");
        }

        SocketRecord[] records = MemoryMarshal.Cast<byte, SocketRecord>(bytes[head..]).ToArray();
        int[] captures = Of(records, SocketRole.Capture);
        int[] named = Of(records, SocketRole.NamedPort);
        bool known = records.All(r => r.Role is >= (ushort)SocketRole.Capture and <= (ushort)SocketRole.NamedPort);
        if (!known || captures.Length != (header.Value == 0 ? 1 : 0) || (header.Value == 0 && named.Length != 0))
        {
            throw Unexpected($"{captures.Length} captures, {named.Length} named ports, error {header.Value}");
        }

        return new HandedOver
        {
            Errno = header.Value,
            Capture = captures.Length == 0 ? null : captures[0],
            DnsUdp = One(records, SocketRole.DnsUdp),
            DnsTcp = One(records, SocketRole.DnsTcp),
            Proxy = One(records, SocketRole.Proxy),
            Broker = One(records, SocketRole.Broker),
            NamedPorts = named,
        };
    }

    private static int One(SocketRecord[] records, SocketRole role) =>
        Of(records, role) is [int index] ? index : throw Unexpected($"not one socket for {role}");

    private static int[] Of(SocketRecord[] records, SocketRole role) =>
        [.. records.Index().Where(r => r.Item.Role == (ushort)role).Select(r => r.Index)];

    private static InvalidDataException Unexpected(string what) => new($"an unexpected message with the sandbox's sockets: {what}");
}
