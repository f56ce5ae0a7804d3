namespace Sandbox.Backends.Vm.Images;

/// <summary>The machine's initial file system: the image's modules, and the programs of this very build.</summary>
internal static class InitialFiles
{
    /// <summary>Where the guest's init mounts what becomes its root.</summary>
    private const string Root = "host";

    /// <summary>Read from where they lie.</summary>
    public static byte[] Of(VmImage image, VmPrograms programs) => Of(File.ReadAllBytes(image.Modules), File.ReadAllBytes(programs.Guest), File.ReadAllBytes(programs.Executor));

    /// <param name="modules">The image's archive.</param>
    /// <param name="init">claude-sandbox-guest.</param>
    /// <param name="executor">claude-sandbox-exec.</param>
    public static byte[] Of(ReadOnlySpan<byte> modules, ReadOnlySpan<byte> init, ReadOnlySpan<byte> executor)
    {
        byte[] own = new Cpio()
            .Directory("dev")
            .CharacterDevice("dev/console", 5, 1)
            .Directory(Root)
            .File("init", init, executable: true)
            .File("claude-sandbox-exec", executor, executable: true)
            .Finish();

        // The kernel takes archives one after the other.
        return [.. modules, .. own];
    }
}
