using System.Runtime.InteropServices;

namespace Sandbox.Executor.Tests.Fakes;

/// <summary>Memory that ends exactly at an inaccessible page: a read behind its last byte ends the test run at once.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int Page = 4096;
    private const int PROT_NONE = 0;
    private const int PROT_READ_WRITE = 3;
    private const int MAP_PRIVATE_ANONYMOUS = 0x22;

    private readonly byte* _mapping;
    private readonly nuint _mapped;

    public GuardedMemory(long length)
    {
        nuint data = (nuint)((length + Page - 1) / Page * Page);
        _mapped = data + (2 * Page);
        _mapping = (byte*)mmap(0, _mapped, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        if (_mapping == (byte*)-1 || mprotect(_mapping, Page, PROT_NONE) != 0 || mprotect(_mapping + Page + data, Page, PROT_NONE) != 0)
        {
            throw new InvalidOperationException("cannot map guarded memory");
        }

        Length = length;
        Start = _mapping + Page + data - length;
    }

    public byte* Start { get; }

    public long Length { get; }

    public Span<byte> Bytes => new(Start, (int)Length);

    public bool Contains(long address) => address >= (long)Start && address < (long)Start + Length;

    public void Dispose() => _ = munmap(_mapping, _mapped);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int mprotect(void* address, nuint length, int protection);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int munmap(void* address, nuint length);
}
