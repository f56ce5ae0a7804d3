using System.Runtime.InteropServices;
using Sandbox.Linux.Files;

namespace Sandbox.Linux.Processes;

/// <summary>A NULL-ended array of C strings in unmanaged memory.</summary>
internal sealed unsafe class StringTable : IDisposable
{
    private readonly List<nint> _strings = [];

    public StringTable(IReadOnlyList<string> strings)
    {
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)strings.Count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < strings.Count; i++)
        {
            byte[] bytes = ByteText.EncodeZ(strings[i]);
            byte* copy = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
            bytes.CopyTo(new Span<byte>(copy, bytes.Length));
            Pointers[i] = copy;
            _strings.Add((nint)copy);
        }
    }

    public byte** Pointers { get; }

    public void Dispose()
    {
        _strings.ForEach(s => NativeMemory.Free((void*)s));
        NativeMemory.Free(Pointers);
    }
}
