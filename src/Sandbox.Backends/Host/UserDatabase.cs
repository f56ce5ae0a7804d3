using System.Globalization;
using Sandbox.Core.Hosts;

namespace Sandbox.Backends.Host;

/// <summary>
/// Names of a uid and gid from /etc/passwd and /etc/group. On the launch path a text file beats loading the C library's
/// name services; a user who is only in a directory service is called "user" inside.
/// </summary>
internal static class UserDatabase
{
    private const int Limit = 16 * 1024 * 1024;

    public static string? Name(IHostFiles files, uint uid) => Find(files, "/etc/passwd", uid, 0);

    public static string? Home(IHostFiles files, uint uid) => Find(files, "/etc/passwd", uid, 5);

    public static string? GroupName(IHostFiles files, uint gid) => Find(files, "/etc/group", gid, 0);

    private static string? Find(IHostFiles files, string path, uint id, int column)
    {
        string wanted = id.ToString(CultureInfo.InvariantCulture);
        foreach (string line in Linux.Files.ByteText.Decode(files.Read(path, Limit) ?? []).Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length > Math.Max(2, column) && string.Equals(fields[2], wanted, StringComparison.Ordinal))
            {
                return IsPlain(fields[column]) ? fields[column] : null;
            }
        }

        return null;
    }

    // The value is written into files of the same format inside.
    private static bool IsPlain(string value) => value.Length > 0 && value.All(c => c > ' ' && c != ':' && c < 127);
}
