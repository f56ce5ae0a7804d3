namespace Sandbox.Architecture.Tests;

/// <summary>A rule of the house, and everything that breaks it at once.</summary>
internal static class Rule
{
    public static void Unbroken(IEnumerable<string> violations)
    {
        string[] all = [.. violations];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
