namespace Sandbox.Agents;

/// <summary>Precedence of versions as semver 2.0.0 (section 11) defines it, oldest first.</summary>
public sealed class SemanticVersionOrder : IComparer<SemanticVersion>
{
    public static SemanticVersionOrder Instance { get; } = new();

    public int Compare(SemanticVersion? x, SemanticVersion? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int numbers = (x.Major, x.Minor, x.Patch).CompareTo((y.Major, y.Minor, y.Patch));
        return numbers != 0 ? numbers : (x.Prerelease, y.Prerelease) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            var (a, b) => ComparePrerelease(a.Split('.'), b.Split('.')),
        };
    }

    private static int ComparePrerelease(string[] a, string[] b)
    {
        int difference = a.Zip(b, CompareIdentifier).FirstOrDefault(c => c != 0);
        return difference != 0 ? difference : a.Length.CompareTo(b.Length);
    }

    private static int CompareIdentifier(string a, string b)
    {
        bool aIsNumber = a.All(char.IsAsciiDigit);
        bool bIsNumber = b.All(char.IsAsciiDigit);
        if (aIsNumber && bIsNumber && a.Length != b.Length)
        {
            // No leading zeros, so the longer number is the greater one, however long both are.
            return a.Length.CompareTo(b.Length);
        }

        return aIsNumber == bIsNumber ? string.CompareOrdinal(a, b) : bIsNumber.CompareTo(aIsNumber);
    }
}
