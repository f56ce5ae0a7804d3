namespace Sandbox.Backends.Vm.Images;

/// <summary>A kernel and its modules, ready to start. What runs in the machine beside them comes with this program.</summary>
/// <param name="Directory">Where it is; absolute.</param>
/// <param name="Release">The kernel's release ("6.1.0-56-amd64").</param>
public sealed record VmImage(string Directory, string Release)
{
    /// <summary>The kernel, uncompressed, so that no machine has to unpack it.</summary>
    public const string KernelName = "vmlinux";

    /// <summary>An archive with the modules, in the order in which they are loaded.</summary>
    public const string ModulesName = "modules.cpio";

    /// <summary>Names, lengths and SHA-256 of the two.</summary>
    public const string SumsName = "SHA256SUMS";

    public string Kernel => Directory + "/" + KernelName;

    public string Modules => Directory + "/" + ModulesName;

    /// <summary>Landlock's ABI in that kernel, from its release.</summary>
    public int LandlockAbi
    {
        get
        {
            KernelVersion version = KernelVersion.Of(Release);
            return version.IsAtLeast(6, 12) ? 6
                : version.IsAtLeast(6, 10) ? 5
                : version.IsAtLeast(6, 7) ? 4
                : version.IsAtLeast(6, 2) ? 3
                : version.IsAtLeast(5, 19) ? 2
                : version.IsAtLeast(5, 13) ? 1
                : 0;
        }
    }
}
