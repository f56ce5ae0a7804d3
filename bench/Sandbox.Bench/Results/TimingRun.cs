using System.Text.Json.Serialization;

namespace Sandbox.Bench.Results;

/// <summary>All variants of one interleaved run.</summary>
internal sealed record TimingRun(IReadOnlyList<Summary> Variants)
{
    /// <summary>The lower, the less the machine was busy with something else: all variants ran under the same conditions.</summary>
    [JsonIgnore]
    public double Total => Variants.Sum(v => v.Median);

    public Summary Get(string name) => Variants.First(v => string.Equals(v.Name, name, StringComparison.Ordinal));

    public double Ratio(string ours, string peer) => Get(ours).Median / Get(peer).Median;
}

/// <summary>Two runs of the same measurement.</summary>
/// <param name="Quieter">The one that is reported.</param>
/// <param name="Other">The one that its ratios are checked against.</param>
internal sealed record TimingRuns(TimingRun Quieter, TimingRun Other);
