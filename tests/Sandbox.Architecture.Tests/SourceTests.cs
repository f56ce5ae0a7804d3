namespace Sandbox.Architecture.Tests;

/// <summary>Rules of the house that a look at the sources can check.</summary>
public sealed class SourceTests
{
    private const int LongestFile = 500;
    private const int TypicalFile = 75;

    // Raw memory and calls into C live where they are proven against the headers.
    private static readonly string[] MayBeUnsafe =
        ["src/Sandbox.Linux/", "src/Sandbox.Executor/", "src/Sandbox.Starter/", "src/Sandbox.Probe/", "src/Sandbox.Guest/", "src/Sandbox.Backends/Native/", "tests/Sandbox.Testing/", "tests/Sandbox.Dummy/"];

    // Proofs of the bindings need the bindings' means.
    private static readonly string[] TestsOfUnsafe =
    [
        "tests/Sandbox.Abi.Tests/", "tests/Sandbox.Backends.Tests/", "tests/Sandbox.Executor.Tests/", "tests/Sandbox.Integration.Tests/Fixtures/", "tests/Sandbox.Linux.Tests/",
        "tests/Sandbox.Testing.Tests/",
    ];

    private static readonly string[] MayStartProcesses = ["src/Sandbox.Linux/Processes/CommandRunner.cs", "tests/Sandbox.Testing"];

    /// <summary>Small types that mean nothing without the first of their file.</summary>
    private static readonly string[] MayHoldMoreTypes =
    [
        "src/Sandbox.Core/Plans/PlannedMount.cs", // the kinds of one thing, read together
        "src/Sandbox.Core/Planning/Invocation.cs", // likewise
    ];

    private static IEnumerable<string> All => Solution.Sources("src").Concat(Solution.Sources("tests"));

    [Fact]
    public void Unsafe_code_and_native_calls_stay_in_their_rooms()
    {
        IEnumerable<string> elsewhere = All.Where(f => !MayBeUnsafe.Concat(TestsOfUnsafe).Any(d => f.StartsWith(d, StringComparison.Ordinal)));
        Rule.Unbroken(elsewhere.SelectMany(f => Solution.Lines(f).Where(l => Patterns.Unsafe().IsMatch(Patterns.Code(l))).Select(l => $"{f}: {l.Trim()}")));
    }

    [Fact]
    public void No_file_is_too_long_to_read() =>
        Rule.Unbroken(All.Where(f => Solution.Lines(f).Length > LongestFile));

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Files_are_small_rooms(string directory)
    {
        int[] lengths = [.. Solution.Sources(directory).Select(f => Solution.Lines(f).Length).Order()];
        Assert.True(lengths[lengths.Length / 2] <= TypicalFile, $"half of the {lengths.Length} files have more than {lengths[lengths.Length / 2]} lines");
        Assert.True(lengths[lengths.Length * 9 / 10] <= 300, $"a tenth of the files have more than {lengths[lengths.Length * 9 / 10]} lines");
    }

    [Fact]
    public void Programs_are_started_in_one_way() =>
        Rule.Unbroken(All.Where(f => !MayStartProcesses.Any(d => f.StartsWith(d, StringComparison.Ordinal)) && Patterns.ProcessStart().IsMatch(string.Join('\n', Solution.Lines(f).Select(Patterns.Code)))));

    [Fact]
    public void One_public_type_a_file()
    {
        IEnumerable<string> several = Solution.Sources("src").Where(f => !f.StartsWith("src/Sandbox.Executor/", StringComparison.Ordinal))
            .Where(f => Patterns.PublicType().Count(Solution.Read(f)) > 1);
        Rule.Unbroken(several.Except(MayHoldMoreTypes, StringComparer.Ordinal));
    }

    [Fact]
    public void The_exceptions_are_still_needed() =>
        Assert.All(MayHoldMoreTypes, f => Assert.True(Patterns.PublicType().Count(Solution.Read(f)) > 1, f));

    [Fact]
    public void A_public_type_is_in_the_file_of_its_name()
    {
        IEnumerable<string> misplaced = from file in Solution.Sources("src").Except(MayHoldMoreTypes, StringComparer.Ordinal)
                                        where !file.StartsWith("src/Sandbox.Executor/", StringComparison.Ordinal)
                                        let type = Patterns.PublicType().Match(Solution.Read(file))
                                        where type.Success && !string.Equals(type.Groups[1].Value, Path.GetFileName(file).Split('.')[0], StringComparison.Ordinal)
                                        select $"{file}: {type.Groups[1].Value}";
        Rule.Unbroken(misplaced);
    }

    [Fact]
    public void Nothing_is_left_to_do_later() =>
        Rule.Unbroken(All.Concat(Solution.Files("docs")).Concat(Solution.Files("scripts")).Where(f => Patterns.Later().IsMatch(Solution.Read(f))));
}
