namespace Sandbox.Linux.Processes;

/// <summary>Resolves a path the way the kernel does, remembering every symbolic link that took part.</summary>
internal sealed record LinkWalk
{
    // The kernel's own limit (MAXSYMLINKS).
    private const int MostLinks = 40;

    internal required string RealPath { get; init; }

    internal required IReadOnlyList<string> Traversed { get; init; }

    /// <summary>Null for a relative path, a loop, or a path through something that is not a directory.</summary>
    internal static LinkWalk? Resolve(string path)
    {
        if (!path.StartsWith('/') || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        List<string> links = [];
        Stack<string> pending = new(Enumerable.Reverse(path.Split('/')));
        string current = "/";
        while (pending.TryPop(out string? part))
        {
            if (part.Length == 0 || part == ".")
            {
                continue;
            }

            if (part == "..")
            {
                if (!Directory.Exists(current))
                {
                    return null;
                }

                current = PathText.Parent(current) ?? "/";
                continue;
            }

            string next = PathText.Join(current, part);
            string? target = Target(next);
            if (target is null)
            {
                current = next;
                continue;
            }

            links.Add(next);
            if (links.Count > MostLinks)
            {
                return null;
            }

            current = target.StartsWith('/') ? "/" : current;
            foreach (string piece in Enumerable.Reverse(target.Split('/')))
            {
                pending.Push(piece);
            }
        }

        return new LinkWalk { RealPath = current, Traversed = links };
    }

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
