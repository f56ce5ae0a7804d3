namespace Sandbox.Egress.Http;

/// <summary>The fields of a head in their order.</summary>
internal sealed class HeaderFields(IReadOnlyList<HeaderField> all)
{
    public IReadOnlyList<HeaderField> All => all;

    /// <summary>Every value of a name.</summary>
    public IEnumerable<string> Values(string name) => all.Where(f => f.Is(name)).Select(f => f.Value);

    /// <summary>How often a name occurs.</summary>
    public int Count(string name)
    {
        int count = 0;
        for (int i = 0; i < all.Count; i++)
        {
            count += all[i].Is(name) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The first value of a name, or null.</summary>
    public string? First(string name)
    {
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i].Is(name))
            {
                return all[i].Value;
            }
        }

        return null;
    }

    /// <summary>Whether a list of words (Connection, Upgrade) names this one.</summary>
    public bool Lists(string name, string word) => Words(name).Contains(word, StringComparer.OrdinalIgnoreCase);

    /// <summary>The words of a comma-separated list, over all fields of that name.</summary>
    public IEnumerable<string> Words(string name) =>
        Values(name).SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
