using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Tests.Native;

/// <summary>A compiled plan read back the way the executor reads it: by the shared structs, offsets and final NULs.</summary>
internal sealed class ParsedPlan
{
    private readonly byte[] _bytes;

    public ParsedPlan(byte[] bytes)
    {
        _bytes = bytes;
        Header = MemoryMarshal.Read<PlanHeader>(bytes);
        Session = MemoryMarshal.Read<PlanSession>(bytes.AsSpan((int)Header.SessionOffset));
    }

    public PlanHeader Header { get; }

    public PlanSession Session { get; }

    public string Hostname => Text(Header.HostnameOffset);

    public string Directory => Text(Session.DirectoryOffset);

    public IReadOnlyList<PlanMount> Mounts => Table<PlanMount>(Header.MountsOffset, Header.MountCount);

    public IReadOnlyList<PlanRlimit> Limits => Table<PlanRlimit>(Header.RlimitsOffset, Header.RlimitCount);

    public PlanNetwork Network => Table<PlanNetwork>(Header.NetworkOffset, 1)[0];

    public IReadOnlyList<ushort> NamedPorts => Table<ushort>(Network.PortsOffset, Network.PortCount);

    public IReadOnlyList<string> Candidates => Strings(Session.CandidatesOffset, Session.CandidateCount);

    public IReadOnlyList<string> Arguments => Strings(Session.ArgumentsOffset, Session.ArgumentCount);

    public IReadOnlyList<string> Environment => Strings(Session.EnvironmentOffset, Session.EnvironmentCount);

    public byte[] Filter => _bytes.AsSpan((int)Header.SeccompOffset, (int)Header.SeccompInstructions * 8).ToArray();

    /// <summary>Every offset that must be a multiple of 8.</summary>
    public IEnumerable<uint> Tables =>
    [
        Header.MountsOffset, Header.SessionOffset, Header.SeccompOffset, Header.RlimitsOffset,
        Session.CandidatesOffset, Session.ArgumentsOffset, Session.EnvironmentOffset,
    ];

    public string Text(uint offset) => ByteText.Decode(_bytes.AsSpan((int)offset, _bytes.AsSpan((int)offset).IndexOf((byte)0)));

    public byte[] Data(PlanMount mount) => _bytes.AsSpan((int)mount.Data, (int)mount.DataLength).ToArray();

    /// <summary>How often these bytes occur anywhere in the plan.</summary>
    public int Count(ReadOnlySpan<byte> pattern)
    {
        int count = 0;
        for (int i = 0; i + pattern.Length <= _bytes.Length; i++)
        {
            count += _bytes.AsSpan(i, pattern.Length).SequenceEqual(pattern) ? 1 : 0;
        }

        return count;
    }

    private IReadOnlyList<string> Strings(uint offset, uint count)
    {
        ulong[] table = Table<ulong>(offset, count + 1);
        Assert.Equal(0UL, table[^1]);
        return [.. table[..^1].Select(o => Text((uint)o))];
    }

    private T[] Table<T>(uint offset, uint count)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(_bytes.AsSpan((int)offset, (int)count * Unsafe.SizeOf<T>())).ToArray();
}
