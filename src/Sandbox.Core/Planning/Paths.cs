namespace Sandbox.Core.Planning;

/// <summary>Arithmetic on absolute Linux paths, by bytes and without the file system.</summary>
public static class Paths
{
    /// <summary>Absolute, with <c>.</c>, <c>..</c> and repeated slashes resolved by text alone; <c>~</c> is the home directory.</summary>
    public static string Absolute(string path, string workingDirectory, string home)
    {
        string full = Anchor(path, workingDirectory, home);
        List<string> parts = [];
        foreach (string part in full.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count > 0)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return "/" + string.Join('/', parts);
    }

    /// <summary>Absolute and otherwise as given, so that the kernel resolves <c>..</c> behind symbolic links as it does for every other program.</summary>
    public static string Anchor(string path, string workingDirectory, string home)
    {
        string expanded = path == "~" ? home
            : path.StartsWith("~/", StringComparison.Ordinal) ? Join(home, path[2..])
            : path;
        return expanded.StartsWith('/') ? expanded : Join(workingDirectory, expanded);
    }

    /// <summary>Whether a component is <c>..</c>: text alone cannot tell where that leads.</summary>
    public static bool Climbs(string path) => path.Split('/').Contains("..", StringComparer.Ordinal);

    public static string Join(string directory, string name) =>
        directory.EndsWith('/') ? directory + name : directory + "/" + name;

    public static string Parent(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash <= 0 ? "/" : path[..slash];
    }

    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Whether <paramref name="path"/> is <paramref name="root"/> or lies below it, by whole components.</summary>
    public static bool IsWithin(string path, string root) =>
        root == "/" || string.Equals(path, root, StringComparison.Ordinal) ||
        (path.Length > root.Length && path[root.Length] == '/' && path.StartsWith(root, StringComparison.Ordinal));
}
