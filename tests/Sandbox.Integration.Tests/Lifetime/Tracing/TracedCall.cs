using System.Globalization;
using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests;

/// <summary>One system call of one process of a launch.</summary>
/// <param name="Role">The process, numbered in the order in which they come to be.</param>
/// <param name="Index">The how-many-th call of that process, from 0.</param>
/// <param name="Number">The call, as x86-64 numbers it.</param>
public sealed partial record TracedCall(int Role, long Index, int Number)
{
    private const string Header = "/usr/include/x86_64-linux-gnu/asm/unistd_64.h";

    private static readonly Lazy<Dictionary<int, string>> Names = new(static () => DefinitionPattern().Matches(File.ReadAllText(Header))
        .ToDictionary(static m => int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture), static m => m.Groups[1].Value));

    /// <summary>How many calls of that number the process had made before.</summary>
    public int Occurrence { get; init; }

    /// <summary>"openat"; the number when the header does not know it.</summary>
    public string Name => Names.Value.GetValueOrDefault(Number, Number.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => $"call {Index} of process {Role}, {Name} after {Occurrence} others";

    [GeneratedRegex("#define __NR_([a-z0-9_]+) ([0-9]+)")]
    private static partial Regex DefinitionPattern();
}
