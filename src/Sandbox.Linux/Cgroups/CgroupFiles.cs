using Sandbox.Linux.Files;

namespace Sandbox.Linux.Cgroups;

/// <summary>The real one.</summary>
public sealed class CgroupFiles : ICgroupFiles
{
    public string? Read(string file) => KernelFile.Read(file);

    public bool CanMake(string directory) => HostPath.CanWrite(directory);

    public bool CanChange(string file) => HostPath.CanModify(file);
}
