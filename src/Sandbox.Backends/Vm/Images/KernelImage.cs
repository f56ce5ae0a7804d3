using System.Buffers.Binary;

namespace Sandbox.Backends.Vm.Images;

/// <summary>The compressed kernel in a bzImage, by the boot protocol's own header (Documentation/arch/x86/boot.rst).</summary>
internal static class KernelImage
{
    private const int SetupSectors = 0x1F1;
    private const int Magic = 0x202;
    private const int PayloadOffset = 0x248;
    private const int PayloadLength = 0x24C;
    private const int Sector = 512;

    /// <summary>The compressed bytes and the program that unpacks them; gzip needs none.</summary>
    /// <exception cref="InvalidDataException">It is no such kernel.</exception>
    public static (ReadOnlyMemory<byte> Payload, string Tool) Payload(ReadOnlyMemory<byte> image)
    {
        ReadOnlySpan<byte> bytes = image.Span;
        if (bytes.Length < PayloadLength + 4 || !bytes.Slice(Magic, 4).SequenceEqual("HdrS"u8))
        {
            throw new InvalidDataException("the package's kernel is no bzImage");
        }

        int sectors = bytes[SetupSectors] == 0 ? 4 : bytes[SetupSectors];
        long start = ((sectors + 1L) * Sector) + BinaryPrimitives.ReadUInt32LittleEndian(bytes[PayloadOffset..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[PayloadLength..]);

        // The length that it unpacks to follows the data, and is counted.
        if (length < 16 || start + length > bytes.Length)
        {
            throw new InvalidDataException("the package's kernel is cut off");
        }

        ReadOnlyMemory<byte> payload = image.Slice((int)start, (int)length);
        return (payload, Tool(payload.Span));
    }

    private static string Tool(ReadOnlySpan<byte> payload) => payload switch
    {
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "xz",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "zstd",
        [0x1F, 0x8B, ..] => "gzip",
        [0x02, 0x21, 0x4C, 0x18, ..] => "lz4",
        _ => throw new InvalidDataException("the package's kernel is compressed in a way that is not known here"),
    };
}
