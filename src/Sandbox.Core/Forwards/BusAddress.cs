using System.Globalization;

namespace Sandbox.Core.Forwards;

/// <summary>The address of a D-Bus as clients are given it: <c>unix:path=/run/user/1000/bus,guid=...;tcp:host=...</c>.</summary>
public static class BusAddress
{
    private const string Transport = "unix:";

    /// <summary>The path of the first address; null, with the reason, when it names none.</summary>
    public static string? Path(string addresses, out string problem)
    {
        string address = addresses.Split(';')[0];
        problem = "which is not the address of a unix socket";
        if (!address.StartsWith(Transport, StringComparison.Ordinal))
        {
            return null;
        }

        foreach (string pair in address[Transport.Length..].Split(','))
        {
            if (pair.StartsWith("abstract=", StringComparison.Ordinal))
            {
                problem = "an abstract socket, which cannot be let into a sandbox, only a path can";
                return null;
            }

            if (pair.StartsWith("path=", StringComparison.Ordinal) && Unescape(pair["path=".Length..]) is { } path && path.StartsWith('/'))
            {
                return path;
            }
        }

        return null;
    }

    // Bytes that could end a value are written %XX. What is not ASCII is not decoded: such a path simply is not found.
    private static string? Unescape(string text)
    {
        string[] parts = text.Split('%');
        for (int i = 1; i < parts.Length; i++)
        {
            if (parts[i].Length < 2 || !byte.TryParse(parts[i].AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) || value is 0 or > 126)
            {
                return null;
            }

            parts[i] = (char)value + parts[i][2..];
        }

        return string.Concat(parts);
    }
}
