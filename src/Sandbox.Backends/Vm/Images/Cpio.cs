using System.Globalization;
using System.Text;

namespace Sandbox.Backends.Vm.Images;

/// <summary>An archive as the kernel unpacks it into its initial file system ("newc" of cpio(5)). Owned by root, without times.</summary>
internal sealed class Cpio
{
    private const uint Directories = 0x4000;
    private const uint Files = 0x8000;
    private const uint CharacterDevices = 0x2000;

    private readonly List<byte> _bytes = [];

    public Cpio Directory(string name) => Entry(name, Directories | 0b111_101_101, []);

    public Cpio File(string name, ReadOnlySpan<byte> contents, bool executable) =>
        Entry(name, Files | (executable ? 0b111_101_101u : 0b110_100_100u), contents);

    public Cpio CharacterDevice(string name, uint major, uint minor) => Entry(name, CharacterDevices | 0b110_000_000, [], major, minor);

    public byte[] Finish()
    {
        _ = Entry("TRAILER!!!", 0, []);
        return [.. _bytes];
    }

    private Cpio Entry(string name, uint mode, ReadOnlySpan<byte> contents, uint major = 0, uint minor = 0)
    {
        byte[] path = Encoding.UTF8.GetBytes(name + "\0");
        StringBuilder header = new("070701");
        foreach (uint field in (ReadOnlySpan<uint>)[0, mode, 0, 0, 1, 0, (uint)contents.Length, 0, 0, major, minor, (uint)path.Length, 0])
        {
            header.Append(field.ToString("x8", CultureInfo.InvariantCulture));
        }

        _bytes.AddRange(Encoding.ASCII.GetBytes(header.ToString()));
        _bytes.AddRange(path);
        Pad();
        _bytes.AddRange(contents);
        Pad();
        return this;
    }

    private void Pad()
    {
        while ((_bytes.Count & 3) != 0)
        {
            _bytes.Add(0);
        }
    }
}
