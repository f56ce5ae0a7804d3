using Sandbox.Core.Hosts;

namespace Sandbox.Core.Tests.Fakes;

/// <summary>One entry of a <see cref="FakeFiles"/>.</summary>
internal sealed record FakeEntry(PathKind Kind, ulong Inode)
{
    public string? Link { get; init; }

    public byte[] Contents { get; init; } = [];

    public uint Mode { get; init; } = 0b111_101_101;

    /// <summary>The caller may enter and list it, when it is a directory.</summary>
    public bool Enterable { get; init; } = true;

    /// <summary>The caller may create entries in it, when it is a directory.</summary>
    public bool Writable { get; init; } = true;
}
