using System.Buffers.Binary;
using System.Text;
using Sandbox.Core.Git;

namespace Sandbox.Core.Tests.Git;

public sealed class GitLinksTests
{
    private const uint File = 0x81A4;
    private const uint Submodule = 0xE000;

    [Fact]
    public void Submodules_are_found_among_files()
    {
        List<string> found = [];
        Assert.True(GitLinks.Find(Index(("a", File), ("lib/sub", Submodule), ("ü", Submodule), ("z", File)), 20, found));
        Assert.Equal(["lib/sub", "ü"], found);
    }

    [Fact]
    public void An_index_without_any_has_none()
    {
        List<string> found = [];
        Assert.True(GitLinks.Find(Index(("a", File)), 20, found));
        Assert.True(GitLinks.Find([], 20, found));
        Assert.Empty(found);
    }

    [Fact]
    public void One_whose_name_is_no_text_is_told()
    {
        byte[] index = Index(("??", Submodule));
        index[index.AsSpan().IndexOf("??"u8)] = 0xFF;
        Assert.False(GitLinks.Find(index, 20, new List<string>()));
    }

    private static byte[] Index(params (string Path, uint Mode)[] entries)
    {
        List<byte> bytes = [.. "DIRC"u8, 0, 0, 0, 2, 0, 0, 0, (byte)entries.Length];
        foreach ((string path, uint mode) in entries)
        {
            byte[] name = Encoding.UTF8.GetBytes(path);
            byte[] entry = new byte[(62 + name.Length + 8) & ~7];
            BinaryPrimitives.WriteUInt32BigEndian(entry.AsSpan(24), mode);
            BinaryPrimitives.WriteUInt16BigEndian(entry.AsSpan(60), (ushort)name.Length);
            name.CopyTo(entry, 62);
            bytes.AddRange(entry);
        }

        return [.. bytes, .. new byte[20]];
    }
}
