namespace Sandbox.Bench.Results;

/// <summary>What remains of the samples of one variant, in milliseconds unless a table says otherwise.</summary>
internal sealed record Summary(string Name, int Count, double Median, double P10, double P90)
{
    public static Summary Of(string name, IReadOnlyList<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return new Summary(name, sorted.Length, At(sorted, 0.5), At(sorted, 0.1), At(sorted, 0.9));
    }

    // Linear between the two nearest ranks.
    private static double At(double[] sorted, double fraction)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        double position = (sorted.Length - 1) * fraction;
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }
}
