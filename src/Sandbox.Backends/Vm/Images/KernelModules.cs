using System.Text;

namespace Sandbox.Backends.Vm.Images;

/// <summary>The modules that a machine needs, each after those that it depends on.</summary>
internal static class KernelModules
{
    /// <summary>Without these there is no machine; those built into a kernel have no file.</summary>
    private static readonly string[] Wanted = ["virtio_pci", "virtio_console", "9pnet_virtio", "9p", "virtio_net"];

    /// <summary>Contents in the order in which they are to be loaded.</summary>
    /// <param name="read">The module's file by its name, or null where the kernel has none.</param>
    /// <exception cref="InvalidDataException">A module that others depend on is missing.</exception>
    public static IReadOnlyList<(string Name, byte[] Contents)> Ordered(Func<string, byte[]?> read)
    {
        List<(string, byte[])> ordered = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string name in Wanted)
        {
            Add(name, read, ordered, seen, required: false);
        }

        return ordered;
    }

    /// <summary>What the module's own information says it depends on.</summary>
    public static IReadOnlyList<string> Dependencies(ReadOnlySpan<byte> module)
    {
        ReadOnlySpan<byte> field = "\0depends="u8;
        int at = module.IndexOf(field);
        if (at < 0)
        {
            return [];
        }

        ReadOnlySpan<byte> value = module[(at + field.Length)..];
        int end = value.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? value : value[..end]).Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Add(string name, Func<string, byte[]?> read, List<(string, byte[])> ordered, HashSet<string> seen, bool required)
    {
        if (!seen.Add(name))
        {
            return;
        }

        if (read(name) is not { } contents)
        {
            if (required)
            {
                throw new InvalidDataException($"the kernel package has no module {name}");
            }

            return;
        }

        foreach (string dependency in Dependencies(contents))
        {
            Add(dependency, read, ordered, seen, required: true);
        }

        ordered.Add((name, contents));
    }
}
