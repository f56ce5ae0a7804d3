using Sandbox.Linux.Files;

namespace Sandbox.Linux.Sockets;

/// <summary>One message and the descriptors that came with it. Disposal closes every descriptor that nobody has taken.</summary>
public sealed class ReceivedMessage : IDisposable
{
    private readonly List<Descriptor> _descriptors;

    internal ReceivedMessage(byte[] bytes, List<Descriptor> descriptors, bool isCut)
    {
        Bytes = bytes;
        _descriptors = descriptors;
        IsCut = isCut;
    }

    /// <summary>What is received from an end that is gone.</summary>
    public static ReceivedMessage End => new([], [], isCut: false);

    /// <summary>Empty when the other end is gone.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>It was longer than there was room for, or descriptors of it are lost.</summary>
    public bool IsCut { get; }

    public int DescriptorCount => _descriptors.Count;

    /// <summary>The descriptor at an index from 0, which is the caller's from now on.</summary>
    public Descriptor Take(int index)
    {
        Descriptor taken = _descriptors[index];
        _descriptors[index] = new Descriptor(-1);
        return taken;
    }

    public void Dispose() => _descriptors.ForEach(d => d.Dispose());
}
