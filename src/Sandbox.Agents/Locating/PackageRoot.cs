using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Locating;

/// <summary>The npm package that a file belongs to.</summary>
internal static class PackageRoot
{
    /// <summary>The nearest directory above the file that has a package.json; null when there is none.</summary>
    internal static string? Find(IFileProbe files, string file)
    {
        for (string? directory = PathText.Parent(file); directory is not null; directory = PathText.Parent(directory))
        {
            if (files.Look(PathText.Join(directory, "package.json")) is { IsRegular: true })
            {
                return directory;
            }
        }

        return null;
    }
}
