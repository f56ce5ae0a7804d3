using System.Globalization;

namespace Sandbox.OfflineApi;

/// <summary>Tells another process where the server listens.</summary>
internal static class PortFile
{
    /// <summary>Writes the port and a newline; whoever waits for the file sees all of it or nothing.</summary>
    public static void Write(string path, int port)
    {
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.tmp");
        File.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{port}\n"));
        File.Move(temporary, path, overwrite: true);
    }
}
