namespace Sandbox.Linux.Processes;

/// <summary>Joining and comparing absolute paths as text: nothing is normalised, dropped or case-folded.</summary>
public static class PathText
{
    /// <summary>Appends one relative name; unlike <see cref="Path.Combine(string, string)"/> a leading slash in it never wins.</summary>
    public static string Join(string directory, string name) => $"{directory.TrimEnd('/')}/{name.TrimStart('/')}";

    /// <summary>Whether a path is the directory itself or lies in it, going by the text alone.</summary>
    public static bool IsUnder(string path, string directory)
    {
        string prefix = directory.TrimEnd('/');
        return path.StartsWith(prefix, StringComparison.Ordinal)
            && (path.Length == prefix.Length || path[prefix.Length] == '/');
    }

    /// <summary>The directory that holds a path, or null for the root.</summary>
    public static string? Parent(string path)
    {
        string trimmed = path.TrimEnd('/');
        int slash = trimmed.LastIndexOf('/');
        return slash < 0 ? null : slash == 0 ? "/" : trimmed[..slash];
    }

    /// <summary>The last component.</summary>
    public static string Name(string path)
    {
        string trimmed = path.TrimEnd('/');
        return trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }
}
