using System.Buffers.Binary;
using System.Text;
using Sandbox.Backends.Vm.Images;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Backends.Tests.Vm;

/// <summary>Kernel packages to images, and images to what a machine starts from.</summary>
public sealed class ImageTests
{
    [FactWithin(30)]
    public void The_archive_is_what_cpio_reads()
    {
        using TempDirectory directory = TempDirectory.Create();
        byte[] archive = new Cpio().Directory("a").File("a/b", "contents"u8, executable: true).File("empty", [], executable: false).Finish();
        File.WriteAllBytes(directory.At("archive"), archive);

        string listed = ProcessRun.Run("/usr/bin/python3", "-c", Reader, directory.At("archive")).ExpectExit().OutputText;

        Assert.Equal("a 40755 0\na/b 100755 8 contents\nempty 100644 0\nTRAILER!!! 0 0\n", listed);
    }

    [Fact]
    public void Modules_come_after_what_they_depend_on_and_once()
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal)
        {
            ["virtio_pci"] = Module("virtio_ring,virtio"),
            ["virtio"] = Module("virtio_ring"),
            ["virtio_ring"] = Module(string.Empty),
            ["virtio_console"] = Module("virtio,virtio_ring"),
            ["9p"] = Module("9pnet"),
            ["9pnet"] = Module(string.Empty),
        };

        IReadOnlyList<(string Name, byte[] Contents)> ordered = KernelModules.Ordered(files.GetValueOrDefault);

        Assert.Equal(["virtio_ring", "virtio", "virtio_pci", "virtio_console", "9pnet", "9p"], ordered.Select(static m => m.Name));
    }

    [Fact]
    public void A_dependency_that_the_package_does_not_have_is_an_error() =>
        Assert.Throws<InvalidDataException>(() => KernelModules.Ordered(static name => name == "9p" ? Module("9pnet") : null));

    [Fact]
    public void The_kernel_is_cut_out_of_a_bzImage_by_its_header()
    {
        byte[] image = new byte[4096];
        image[0x1F1] = 2;
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x248), 100);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x24C), 50);
        ((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]).CopyTo(image.AsSpan((3 * 512) + 100));

        (ReadOnlyMemory<byte> payload, string tool) = KernelImage.Payload(image);

        Assert.Equal((50, "xz"), (payload.Length, tool));
        Assert.Throws<InvalidDataException>(() => KernelImage.Payload(image.AsMemory(0, 1600)));
        Assert.Throws<InvalidDataException>(() => KernelImage.Payload(new byte[4096]));
    }

    [FactWithin(30)]
    public void An_image_that_is_missing_short_or_changed_is_one_line_that_says_what_to_do()
    {
        using TempDirectory directory = TempDirectory.Create();
        VmImageStore store = new(directory.At("vm"));
        Assert.Contains("image build vm", Assert.Throws<SandboxException>(() => store.Newest()).Message, StringComparison.Ordinal);

        Make(directory, "6.1.0-9-amd64");
        Make(directory, "6.1.0-56-amd64");
        Assert.Equal("6.1.0-56-amd64", store.Newest().Release);
        VmImageStore.Verify(store.Newest());

        File.WriteAllText(store.Newest().Kernel, "kernfl");
        Assert.Equal(ErrorCode.VmImage, Assert.Throws<SandboxException>(() => VmImageStore.Verify(store.Newest())).Code);
        File.WriteAllText(store.Newest().Kernel, "ker");
        SandboxException damaged = Assert.Throws<SandboxException>(() => store.Newest());
        Assert.Contains("damaged", damaged.Message, StringComparison.Ordinal);
        File.WriteAllText(directory.At("vm", "6.1.0-56-amd64", VmImage.SumsName), "nonsense\n");
        Assert.Equal(ErrorCode.VmImage, Assert.Throws<SandboxException>(() => store.Newest()).Code);
    }

    private const string Reader = """
        import sys
        data = open(sys.argv[1], 'rb').read()
        at = 0
        while True:
            assert data[at:at+6] == b'070701'
            f = [int(data[at+6+8*i:at+14+8*i], 16) for i in range(13)]
            name = data[at+110:at+110+f[11]-1].decode()
            at = (at + 110 + f[11] + 3) & ~3
            print(name, '%o' % f[1], f[6], data[at:at+f[6]].decode(), sep=' ', end='\n') if f[6] else print(name, '%o' % f[1], 0)
            at = (at + f[6] + 3) & ~3
            if name == 'TRAILER!!!':
                break
        """;

    private static void Make(TempDirectory directory, string release)
    {
        string image = directory.Directory("vm", release);
        File.WriteAllText(Path.Combine(image, VmImage.KernelName), "kernel");
        File.WriteAllText(Path.Combine(image, VmImage.ModulesName), "modules");
        File.WriteAllText(Path.Combine(image, VmImage.SumsName), VmImageStore.Describe(image, [VmImage.KernelName, VmImage.ModulesName]));
    }

    private static byte[] Module(string depends) => Encoding.ASCII.GetBytes($"ELF\0license=GPL\0depends={depends}\0name=x\0");
}
