using System.Text;

namespace Sandbox.Agents.Home;

/// <summary>
/// The name that the agent gives a project's directory under <c>~/.claude/projects</c>; measured on 2.1.329. It is lossy: never decode it.
/// </summary>
public static class ProjectSlug
{
    private const int Longest = 200;

    /// <param name="path">
    /// The project's absolute path with links resolved, as the agent sees it: every UTF-16 unit outside [A-Za-z0-9] becomes a hyphen, and
    /// what is longer than 200 is cut there and told apart by a hash of the whole path.
    /// </param>
    public static string Of(string path)
    {
        string slug = string.Create(path.Length, path, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '-';
            }
        });
        return slug.Length <= Longest ? slug : $"{slug[..Longest]}-{Base36(Hash(path))}";
    }

    private static long Hash(string path)
    {
        int hash = 0;
        foreach (char unit in path)
        {
            hash = unchecked((hash * 31) + unit);
        }

        return Math.Abs((long)hash);
    }

    private static string Base36(long value)
    {
        StringBuilder digits = new();
        do
        {
            digits.Insert(0, "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(value % 36)]);
            value /= 36;
        }
        while (value > 0);
        return digits.ToString();
    }
}
