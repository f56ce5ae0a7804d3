using System.Globalization;

namespace Sandbox.Bench.Hosts;

/// <summary>What the figures depend on and what tells nobody whose machine it is.</summary>
internal static class Machine
{
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    public static string Processor() =>
        Value(File.ReadLines("/proc/cpuinfo"), "model name", ':') is { } model
            ? $"{Environment.ProcessorCount} cores, {string.Join(' ', model.Split(' ', StringSplitOptions.RemoveEmptyEntries))}"
            : $"{Environment.ProcessorCount} cores";

    public static string Memory()
    {
        string kib = Value(File.ReadLines("/proc/meminfo"), "MemTotal", ':') ?? "0 kB";
        double gib = double.Parse(kib.Split(' ')[0], CultureInfo.InvariantCulture) / (1024 * 1024);
        return string.Create(CultureInfo.InvariantCulture, $"{gib:F0} GiB");
    }

    public static string Kernel() => "Linux " + File.ReadAllText("/proc/sys/kernel/osrelease").Trim();

    public static string System() => Value(File.ReadLines("/etc/os-release"), "PRETTY_NAME", '=')?.Trim('"') ?? "unknown";

    private static string? Value(IEnumerable<string> lines, string key, char separator) =>
        lines.Select(l => l.Split(separator, 2)).FirstOrDefault(p => p.Length == 2 && p[0].Trim() == key)?[1].Trim();
}
