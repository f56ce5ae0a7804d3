namespace Sandbox.Backends.Vm.Planning;

/// <summary>A directory that the machine sees by 9p, at the same path.</summary>
/// <param name="Tag">Its name on the machine's bus.</param>
/// <param name="Path">Absolute, in QEMU's own sandbox and in the machine.</param>
/// <param name="Kept">Nothing outside changes it while the machine runs, so the machine may keep what it has read.</param>
public sealed record VmShare(string Tag, string Path, bool Kept)
{
    /// <summary>Options for mount(2) in the machine.</summary>
    /// <remarks>msize: one request carries half a megabyte. mmap: shared mappings work, nothing else is kept.</remarks>
    public string Options => "trans=virtio,version=9p2000.L,msize=512000,access=any,cache=" + (Kept ? "loose" : "mmap");
}
