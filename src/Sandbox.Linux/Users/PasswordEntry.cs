using System.Runtime.InteropServices;
using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Users;

/// <summary>A user as the machine's user database has it, directory services included.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Uid">Number.</param>
/// <param name="Gid">Number of the first group.</param>
/// <param name="Home">As written there; it need not exist.</param>
/// <param name="Shell">As written there.</param>
public sealed record PasswordEntry(string Name, uint Uid, uint Gid, string Home, string Shell)
{
    /// <summary>Null when nobody has that number.</summary>
    public static unsafe PasswordEntry? Of(uint uid)
    {
        PasswordRecord* found = Libc.getpwuid(uid);
        return found is null ? null : new PasswordEntry(Text(found->pw_name), found->pw_uid, found->pw_gid, Text(found->pw_dir), Text(found->pw_shell));
    }

    private static unsafe string Text(byte* text) => text is null ? string.Empty : ByteText.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
}
