using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Users;

/// <summary>
/// A process that root started for a user acts as that user, with the user's real and effective ids, and keeps root as the saved one: every file it opens
/// or makes is opened and made as the user. The rights come back for single acts; programs that it starts never have them, as execve forgets the saved id.
/// </summary>
public sealed unsafe class RootRights : IDisposable
{
    // For an id: leave it.
    private const uint Same = uint.MaxValue;

    private readonly uint _uid;

    private RootRights(uint uid) => _uid = uid;

    /// <summary>Becomes the user, groups included. Only for root, and before anything else is done.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static void ActFor(PasswordEntry user)
    {
        fixed (byte* name = ByteText.EncodeZ(user.Name))
        {
            Check(Libc.initgroups(name, user.Gid));
        }

        Check(Libc.setresgid(user.Gid, user.Gid, 0));
        Become(user.Uid);
    }

    /// <summary>Whether this process is root, or acts for a user and can be.</summary>
    public static bool AreHeld
    {
        get
        {
            (_, uint effective, uint saved) = Ids();
            return effective == 0 || saved == 0;
        }
    }

    /// <summary>Until disposed of this process is root to the kernel; null where it is anyway or has no such rights.</summary>
    public static RootRights? Borrow()
    {
        (_, uint effective, uint saved) = Ids();
        if (effective == 0 || saved != 0)
        {
            return null;
        }

        Check(Libc.setresuid(0, 0, Same));
        return new RootRights(effective);
    }

    /// <summary>As <see cref="Borrow"/>, but only for what is started meanwhile: its real id is root, this process acts as the user as ever.</summary>
    public static RootRights? Lend()
    {
        (uint real, _, uint saved) = Ids();
        if (real == 0 || saved != 0)
        {
            return null;
        }

        Check(Libc.setresuid(0, Same, Same));
        return new RootRights(real);
    }

    public void Dispose() => Become(_uid);

    private static void Become(uint uid)
    {
        Check(Libc.setresuid(uid, uid, 0));

        // The change has given the files of this process in /proc to root, and it reads its own. Others still cannot trace it: they would need all three ids.
        Check(Libc.prctl(Libc.PR_SET_DUMPABLE, 1, 0, 0, 0));
    }

    private static (uint Real, uint Effective, uint Saved) Ids()
    {
        uint real;
        uint effective;
        uint saved;
        Check(Libc.getresuid(&real, &effective, &saved));
        return (real, effective, saved);
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            int error = Errno.Last;
            throw new IOException($"cannot change the user of this process: {Errno.Describe(error)} ({Errno.Name(error)})", error);
        }
    }
}
