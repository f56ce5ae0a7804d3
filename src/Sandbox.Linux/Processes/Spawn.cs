using Sandbox.Linux.Files;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Processes;

/// <summary>
/// posix_spawn of a program with exactly the descriptors named: managed code never forks (ADR 0002). The child belongs to
/// the caller, who must wait for it through <see cref="SpawnedProcess"/> and nothing else.
/// </summary>
public static unsafe class Spawn
{
    /// <param name="executable">Absolute path.</param>
    /// <param name="arguments">argv, argv[0] included.</param>
    /// <param name="environment">NAME=VALUE strings; nothing is inherited.</param>
    /// <param name="descriptors">Source descriptor and its number in the child; 0, 1 and 2 are inherited.</param>
    /// <param name="ownSession">It leads a session of its own, without the terminal of this one.</param>
    /// <param name="umask">Its umask where that is not this process's own.</param>
    /// <exception cref="IOException">The program cannot be started.</exception>
    public static SpawnedProcess Start(
        string executable,
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> environment,
        IReadOnlyList<(Descriptor Source, int Target)> descriptors,
        bool ownSession = false,
        uint? umask = null)
    {
        if (!executable.StartsWith('/'))
        {
            throw new ArgumentException("a program to spawn is named by its absolute path", nameof(executable));
        }

        byte* actions = stackalloc byte[Libc.SizeOfFileActions];
        byte* attributes = stackalloc byte[Libc.SizeOfAttributes];
        byte* signals = stackalloc byte[Libc.SizeOfSignalSet];
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawnattr_init(attributes);
        _ = Libc.posix_spawnattr_setflags(attributes, (short)(Libc.POSIX_SPAWN_SETSIGMASK | Libc.POSIX_SPAWN_SETSIGDEF | (ownSession ? Libc.POSIX_SPAWN_SETSID : 0)));
        _ = Libc.sigemptyset(signals);
        _ = Libc.posix_spawnattr_setsigmask(attributes, signals);
        _ = Libc.sigfillset(signals);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, signals);
        List<Descriptor> moved = [];

        // Every source is first moved above the targets, so that no dup2 overwrites one that is still needed. No further
        // than that: the caller's limit may be low.
        int above = descriptors.Select(d => d.Target).DefaultIfEmpty().Max() + 1;
        try
        {
            foreach ((Descriptor source, int target) in descriptors)
            {
                Descriptor copy = source.DuplicateAbove(above);
                moved.Add(copy);
                _ = Libc.posix_spawn_file_actions_adddup2(actions, copy.Number, target);
            }

            using StringTable argv = new(arguments);
            using StringTable envp = new(environment);
            int pid;
            int error;
            uint own = umask is { } wanted ? Libc.umask(wanted) : 0;
            fixed (byte* path = ByteText.EncodeZ(executable))
            {
                error = Libc.posix_spawn(&pid, path, actions, attributes, argv.Pointers, envp.Pointers);
            }

            if (umask is not null)
            {
                _ = Libc.umask(own);
            }

            if (error != 0)
            {
                throw new IOException($"cannot start {executable}: {Errno.Describe(error)} ({Errno.Name(error)})", error);
            }

            // So that there is room for the one that holds the child: what has been started must not be given up for want of a descriptor.
            Release(moved);
            return new SpawnedProcess(pid);
        }
        finally
        {
            Release(moved);
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    private static void Release(List<Descriptor> moved)
    {
        moved.ForEach(static d => d.Dispose());
        moved.Clear();
    }
}
