using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>One record from the executor.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Step">For errors: the step that failed.</param>
/// <param name="Value">errno, pid or wait status.</param>
/// <param name="Path">For errors: the path concerned, or null.</param>
/// <param name="Others">For the end of the first session: how many others are left.</param>
internal readonly record struct ExecutorStatus(StatusKind Kind, Step Step, int Value, string? Path, int Others = 0);

/// <summary>Cuts the status pipe's bytes into records.</summary>
internal sealed class StatusReader
{
    /// <summary>A record is below PIPE_BUF. From a virtual machine it is a stranger's word.</summary>
    private const uint LongestPath = 4096;

    private readonly List<byte> _pending = [];

    public void Add(ReadOnlySpan<byte> bytes) => _pending.AddRange(bytes);

    /// <exception cref="InvalidDataException">No executor writes such a record.</exception>
    public bool TryTake(out ExecutorStatus status)
    {
        status = default;
        int header = Unsafe.SizeOf<StatusRecord>();
        ReadOnlySpan<byte> bytes = CollectionsMarshal.AsSpan(_pending);
        if (bytes.Length < header)
        {
            return false;
        }

        StatusRecord record = MemoryMarshal.Read<StatusRecord>(bytes);
        if (record.PathLength > LongestPath)
        {
            throw new InvalidDataException("a status record that is longer than any");
        }

        int length = header + (int)record.PathLength;
        if (bytes.Length < length)
        {
            return false;
        }

        string? path = record.PathLength == 0 ? null : ByteText.Decode(bytes[header..length]);
        status = new ExecutorStatus((StatusKind)record.Kind, (Step)record.Step, record.Value, path, (int)record.Others);
        _pending.RemoveRange(0, length);
        return true;
    }
}
