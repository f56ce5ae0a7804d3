using System.Diagnostics;
using System.Globalization;

namespace Sandbox.Bench.Network;

/// <summary>CLOCK_MONOTONIC, which is the same inside and outside: server and client may compare.</summary>
internal static class Clock
{
    public static double Milliseconds() => Stopwatch.GetTimestamp() * (1000.0 / Stopwatch.Frequency);

    public static string Text(double milliseconds) => milliseconds.ToString("F4", CultureInfo.InvariantCulture);
}
