using System.Reflection;
using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Tests.Fakes;

/// <summary>Names of system calls and flags, from the executor's own tables.</summary>
internal static class Symbols
{
    private static readonly Dictionary<long, string> Calls = Constants(typeof(Nr)).ToDictionary(c => c.Value, c => c.Name);
    private static readonly (string Name, long Value)[] Flags = [.. Constants(typeof(C)).OrderBy(c => c.Value).ThenBy(c => c.Name, StringComparer.Ordinal)];
    private static readonly Dictionary<(string, long), string> Known = [];

    public static IEnumerable<long> Numbers => Calls.Keys;

    public static string Call(long number) => Calls.TryGetValue(number, out string? name) ? name : $"syscall_{number}";

    /// <summary>The one constant of this prefix with this value, without the prefix.</summary>
    public static string Value(string prefix, long value) =>
        Flags.FirstOrDefault(f => f.Value == value && f.Name.StartsWith(prefix, StringComparison.Ordinal)).Name is { } name ? name[prefix.Length..] : $"{value}";

    /// <summary>All bits by name, lowest first, prefixes left out; "0" for none.</summary>
    public static string Bits(long value, params ReadOnlySpan<string> prefixes)
    {
        string key = string.Join(' ', prefixes);
        lock (Known)
        {
            if (!Known.TryGetValue((key, value), out string? text))
            {
                Known[(key, value)] = text = Split(value, key.Split(' '));
            }

            return text;
        }
    }

    private static string Split(long value, string[] prefixes)
    {
        List<string> names = [];
        for (int bit = 0; bit < 63; bit++)
        {
            long one = 1L << bit;
            if ((value & one) != 0)
            {
                (string Name, long Value) found = Flags.FirstOrDefault(f => f.Value == one && prefixes.Any(p => f.Name.StartsWith(p, StringComparison.Ordinal)));
                string? prefix = prefixes.FirstOrDefault(p => found.Name?.StartsWith(p, StringComparison.Ordinal) ?? false);
                names.Add(prefix is null ? $"0x{one:x}" : found.Name[prefix.Length..]);
            }
        }

        return names.Count == 0 ? "0" : string.Join('|', names);
    }

    private static IEnumerable<(string Name, long Value)> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral)
            .Select(f => (f.Name, Convert.ToInt64(f.GetRawConstantValue() is ulong u ? unchecked((long)u) : f.GetRawConstantValue(), null)));
}
