namespace Sandbox.Core.Git;

/// <summary>git's rules for names of references (git-check-ref-format), for full names below refs/.</summary>
public static class GitRefName
{
    private const int LongestName = 1024;

    /// <summary>Whether this is a branch, refs/heads/NAME, that git itself would let exist.</summary>
    public static bool IsBranch(string name) =>
        name.StartsWith("refs/heads/", StringComparison.Ordinal) && name.Length <= LongestName && name["refs/heads/".Length..] is not ("HEAD" or ['-', ..]) && IsValid(name);

    /// <summary>Whether this is a branch, or a remote's, whose log git keeps.</summary>
    public static bool IsLogged(string name) =>
        IsBranch(name) || (name.StartsWith("refs/remotes/", StringComparison.Ordinal) && name.Length <= LongestName && IsValid(name));

    private static bool IsValid(string name)
    {
        if (name.EndsWith('.') || name.Contains("..", StringComparison.Ordinal) || name.Contains("@{", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (string component in name.Split('/'))
        {
            if (component.Length == 0 || component[0] == '.' || component.EndsWith(".lock", StringComparison.Ordinal) || component.Any(IsRefused))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsRefused(char c) => c is <= ' ' or '~' or '^' or ':' or '?' or '*' or '[' or '\\' or '\x7F';
}
