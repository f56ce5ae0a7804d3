using System.Runtime.InteropServices;

namespace Sandbox.Testing.Native;

/// <summary>A NULL-terminated <c>char*[]</c> outside the managed heap.</summary>
internal sealed unsafe class StringVector : IDisposable
{
    private readonly int count;

    public StringVector(IEnumerable<string> strings)
    {
        List<byte[]> all = [.. strings.Select(CString.From)];
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)all.Count + 1, (nuint)sizeof(byte*));
        foreach (byte[] bytes in all)
        {
            Pointer[count] = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
            bytes.CopyTo(new Span<byte>(Pointer[count], bytes.Length));
            count++;
        }
    }

    public byte** Pointer { get; }

    public void Dispose()
    {
        for (int index = 0; index < count; index++)
        {
            NativeMemory.Free(Pointer[index]);
        }

        NativeMemory.Free(Pointer);
    }
}
