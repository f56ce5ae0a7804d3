using Sandbox.Core.Planning;

namespace Sandbox.Core.Hosts;

/// <summary>Paths that need not exist yet.</summary>
public static class CanonicalPath
{
    /// <summary>The absolute path with the links of what exists of it resolved, so that all who will make it name the same place.</summary>
    public static string Of(IHostFiles files, string path) =>
        files.Follow(path).Canonical ?? (path == "/" ? path : Paths.Join(Of(files, Paths.Parent(path)), Paths.Name(path)));
}
