namespace Sandbox.Abi.Tests;

/// <summary>One thing that must hold in C.</summary>
/// <param name="Expression">A constant expression.</param>
/// <param name="What">What of ours it proves, for the message.</param>
/// <param name="Guard">A macro without which the installed headers are too old to know; null where they must know.</param>
internal sealed record CAssertion(string Expression, string What, string? Guard = null)
{
    public override string ToString()
    {
        string line = $"_Static_assert({Expression}, \"{What}\");\n";
        return Guard is null ? line : $"#ifdef {Guard}\n{line}#endif\n";
    }
}
