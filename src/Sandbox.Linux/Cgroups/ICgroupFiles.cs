namespace Sandbox.Linux.Cgroups;

/// <summary>What a probe asks of a cgroup file system.</summary>
public interface ICgroupFiles
{
    /// <summary>The whole text, or null when it cannot be read.</summary>
    string? Read(string file);

    /// <summary>Whether this process may make a directory there.</summary>
    bool CanMake(string directory);

    /// <summary>Whether this process may write to it.</summary>
    bool CanChange(string file);
}
