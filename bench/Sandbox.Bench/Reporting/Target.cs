namespace Sandbox.Bench.Reporting;

/// <summary>A promise and what came of it.</summary>
/// <param name="What">What is promised.</param>
/// <param name="Wanted">At most this, unless <see cref="AtLeast"/>.</param>
/// <param name="Measured">This was measured.</param>
/// <param name="Decimals">How both are written.</param>
internal sealed record Target(string What, double Wanted, double Measured, int Decimals = 2)
{
    /// <summary>More is better.</summary>
    public bool AtLeast { get; init; }

    public bool Met => AtLeast ? Measured >= Wanted : Measured <= Wanted;

    public IReadOnlyList<string> Row() =>
        [What, (AtLeast ? ">= " : "<= ") + Markdown.Number(Wanted, Decimals), Markdown.Number(Measured, Decimals), Met ? "yes" : "**no**"];
}
