namespace Sandbox.Architecture.Tests;

/// <summary>The rules find what they forbid, and nothing that only looks like it.</summary>
public sealed class PatternTests
{
    [Theory]
    [InlineData("    private static unsafe void M()", true)]
    [InlineData("    [LibraryImport(\"libc\")]", true)]
    [InlineData("    [DllImport(\"libc\")]", true)]
    [InlineData("    // unsafe is not needed here", false)]
    [InlineData("    string text = \"unsafe\";", false)]
    [InlineData("    bool isUnsafe = true;", false)]
    public void Unsafe_code_is_found(string line, bool found) => Assert.Equal(found, Patterns.Unsafe().IsMatch(Patterns.Code(line)));

    [Theory]
    [InlineData("Process.Start(x)", true)]
    [InlineData("var start = new ProcessStartInfo(x)", true)]
    [InlineData("using System.Diagnostics.Process p = new Process();", true)]
    [InlineData("LiveProcess process = ProcessRun.Start(request)", false)]
    [InlineData("new ProcessRequest(x)", false)]
    [InlineData("string s = \"Process.Start(x)\";", false)]
    public void A_program_that_is_started_the_other_way_is_found(string line, bool found) => Assert.Equal(found, Patterns.ProcessStart().IsMatch(Patterns.Code(line)));

    [Theory]
    [InlineData("public sealed class A", "A")]
    [InlineData("public static partial class A\npublic enum B", "A B")]
    [InlineData("public readonly record struct A(int B);", "A")]
    [InlineData("public interface IA", "IA")]
    [InlineData("internal sealed class A\n    public sealed class Nested", "")]
    public void Public_types_are_found(string text, string names) =>
        Assert.Equal(names, string.Join(' ', Patterns.PublicType().Matches(text).Select(m => m.Groups[1].Value)));

    [Theory]
    [InlineData("TO", "DO", true)]
    [InlineData("FIX", "ME", true)]
    [InlineData("auto", "do", false)]
    public void Work_that_was_left_is_found(string start, string end, bool found) => Assert.Equal(found, Patterns.Later().IsMatch($"// {start}{end}: later"));
}
