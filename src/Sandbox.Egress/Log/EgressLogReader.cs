using System.Text;

namespace Sandbox.Egress.Log;

/// <summary>Reads what <see cref="EgressLogFile"/> wrote, the oldest record first.</summary>
public static class EgressLogReader
{
    /// <summary>Every record; lines that are none are passed over. A log that does not exist is empty.</summary>
    /// <param name="path">The log; the older file beside it is read first.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IEnumerable<EgressRecord> Read(string path) =>
        new[] { path + EgressLogFile.OlderSuffix, path }.Where(File.Exists)
            .SelectMany(f => File.ReadLines(f, Encoding.UTF8))
            .Where(l => l.Length is > 0 and <= EgressJson.MaxLine)
            .Select(EgressJson.Read)
            .OfType<EgressRecord>();
}
