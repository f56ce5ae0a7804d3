using System.Text;
using Sandbox.Core.Planning;

namespace Sandbox.Sessions.State;

/// <summary>The name of a project's state directory, the same as its predecessor's, so that tools can find both.</summary>
public static class ProjectKey
{
    private const int HashLength = 12;

    // A file name has at most 255 bytes; the predecessor could not start where its name was longer.
    private const int LongestName = 255 - HashLength - 1;

    /// <summary>
    /// Base name with every character outside [A-Za-z0-9._-] as '-', a dash, and the first 12 hex digits of sha256(path + "\n");
    /// a base name is cut so that all of it is a file name.
    /// </summary>
    public static string Of(string projectDirectory)
    {
        string name = string.Concat(Paths.Name(projectDirectory).EnumerateRunes().Select(r => IsPlain(r) ? (char)r.Value : '-'));
        byte[] hash = Sha256.Of(Encoding.UTF8.GetBytes(projectDirectory + "\n"));
        return $"{name[..Math.Min(name.Length, LongestName)]}-{Convert.ToHexStringLower(hash)[..HashLength]}";
    }

    private static bool IsPlain(Rune r) => r.IsAscii && (char.IsAsciiLetterOrDigit((char)r.Value) || r.Value is '.' or '_' or '-');
}
