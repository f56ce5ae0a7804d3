using System.Net;
using System.Net.Sockets;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;
using Sandbox.Testing.Native;

namespace Sandbox.Linux.Tests.Sockets;

/// <summary>Descriptors that arrive over a socket are ours, close on exec, and none is left open that nobody took.</summary>
public sealed class DescriptorMessagesTests : IDisposable
{
    private const int Most = 253;

    private readonly Descriptor _ours;
    private readonly Descriptor _theirs;

    public DescriptorMessagesTests() => (_ours, _theirs) = Descriptor.MessagePair();

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
    }

    [Fact]
    public void A_message_arrives_with_its_descriptors_in_order()
    {
        (Descriptor first, Descriptor second) = Descriptor.Pipe();
        using (first)
        using (second)
        {
            DescriptorSender.Send(_theirs.Number, "hello"u8, first.Number, second.Number);
            using ReceivedMessage message = DescriptorMessages.TryReceive(_ours, 16)!;
            Assert.Equal("hello"u8, message.Bytes.Span);
            Assert.Equal((2, false), (message.DescriptorCount, message.IsCut));
            using Descriptor read = message.Take(0);
            using Descriptor write = message.Take(1);
            write.WriteAll("x"u8);
            byte[] got = new byte[4];
            Assert.Equal(1, read.Read(got));
        }
    }

    [Fact]
    public void Nothing_there_is_no_message_and_a_closed_end_is_an_empty_one()
    {
        Assert.Null(DescriptorMessages.TryReceive(_ours, 16));
        _theirs.Dispose();
        using ReceivedMessage? message = DescriptorMessages.TryReceive(_ours, 16);
        Assert.True(message!.Bytes.IsEmpty);
        Assert.Equal(0, message.DescriptorCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(Most)]
    public void What_nobody_takes_is_closed(int count)
    {
        using SocketEnds ends = new();
        DescriptorSender.Send(_theirs.Number, "x"u8, [.. Enumerable.Repeat(ends.Passed, count)]);
        ends.ClosePassed();
        ReceivedMessage message = DescriptorMessages.TryReceive(_ours, 16)!;
        Assert.Equal((count, false), (message.DescriptorCount, message.IsCut));
        Assert.False(ends.IsHungUp, "control: while the message is held they are open");
        message.Dispose();
        Assert.True(ends.IsHungUp);
    }

    [Fact]
    public void A_message_that_is_longer_than_the_room_is_told_and_its_descriptors_are_not_lost()
    {
        using SocketEnds ends = new();
        DescriptorSender.Send(_theirs.Number, "hello"u8, ends.Passed);
        ends.ClosePassed();
        using (ReceivedMessage message = DescriptorMessages.TryReceive(_ours, 4)!)
        {
            Assert.Equal("hell"u8, message.Bytes.Span);
            Assert.Equal((1, true), (message.DescriptorCount, message.IsCut));
        }

        Assert.True(ends.IsHungUp);
    }

    [Fact]
    public void What_arrives_closes_on_exec()
    {
        using SocketEnds ends = new();
        DescriptorSender.Send(_theirs.Number, "x"u8, ends.Passed);
        using ReceivedMessage message = DescriptorMessages.TryReceive(_ours, 4)!;
        using Descriptor received = message.Take(0);
        string flags = File.ReadLines($"/proc/self/fdinfo/{received.Number}").Single(l => l.StartsWith("flags:", StringComparison.Ordinal));
        Assert.Equal('2', flags.Trim()[^7]);
    }

    [Fact]
    public void A_descriptor_becomes_a_socket_that_blocks_and_owns_it()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        DescriptorSender.Send(_theirs.Number, "x"u8, (int)listener.SafeHandle.DangerousGetHandle());
        using ReceivedMessage message = DescriptorMessages.TryReceive(_ours, 4)!;
        Descriptor descriptor = message.Take(0);
        using Socket socket = DescriptorMessages.ToSocket(descriptor);
        Assert.True(descriptor.IsClosed);
        Assert.True(socket.Blocking);
        Assert.Equal(listener.LocalEndPoint, socket.LocalEndPoint);
    }

    /// <summary>Two connected sockets, one to give away: the other one sees when every copy of it is closed.</summary>
    private sealed class SocketEnds : IDisposable
    {
        private readonly Descriptor _kept;
        private readonly Descriptor _passed;

        public SocketEnds() => (_kept, _passed) = Descriptor.MessagePair();

        public int Passed => _passed.Number;

        public bool IsHungUp
        {
            get
            {
                using ReceivedMessage? end = DescriptorMessages.TryReceive(_kept, 1);
                return end is not null;
            }
        }

        public void ClosePassed() => _passed.Dispose();

        public void Dispose()
        {
            _kept.Dispose();
            _passed.Dispose();
        }
    }
}
