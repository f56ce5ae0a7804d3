using System.Globalization;

namespace Sandbox.Backends.Vm.Images;

/// <summary>The first two numbers of a kernel's release.</summary>
internal readonly record struct KernelVersion(int Major, int Minor)
{
    /// <summary>0.0 for what is no release.</summary>
    public static KernelVersion Of(string release)
    {
        string[] parts = release.Split('.', '-');
        return parts.Length >= 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out int major) && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int minor)
            ? new KernelVersion(major, minor)
            : default;
    }

    public bool IsAtLeast(int major, int minor) => Major != major ? Major > major : Minor >= minor;
}
