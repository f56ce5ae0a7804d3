using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>
/// posix_spawn instead of System.Diagnostics.Process, which reports a death by signal N as the exit code 128+N, cannot make a process
/// group and hands down whatever is open. The runtime leaves children alone that it did not start itself.
/// </summary>
internal static unsafe class Spawner
{
    // Both glibc types are smaller on every architecture (80 and 336 bytes on x86-64).
    private const int OpaqueSize = 512;
    private const int FirstExtraDescriptor = 3;

    /// <summary>Starts the request as the leader of a new session and returns its process id.</summary>
    public static int Start(ProcessRequest request, SafeFileHandle input, SafeFileHandle output, SafeFileHandle error)
    {
        Validate(request);
        List<SafeFileHandle> extra = [.. request.Descriptors.Select(static d => Pipe.Raise((int)d.DangerousGetHandle()))];
        void* actions = NativeMemory.AllocZeroed(OpaqueSize);
        void* attributes = NativeMemory.AllocZeroed(OpaqueSize);
        try
        {
            Check(Libc.posix_spawn_file_actions_init(actions), request);
            SafeFileHandle[] targets = [input, output, error, .. extra];
            for (int target = 0; target < targets.Length; target++)
            {
                Check(Libc.posix_spawn_file_actions_adddup2(actions, (int)targets[target].DangerousGetHandle(), target), request);
            }

            Check(Libc.posix_spawn_file_actions_addclosefrom_np(actions, FirstExtraDescriptor + extra.Count), request);
            fixed (byte* directory = CString.From(request.WorkingDirectory))
            {
                Check(Libc.posix_spawn_file_actions_addchdir_np(actions, directory), request);
            }

            SetAttributes(attributes, request);
            return Spawn(request, actions, attributes);
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
            NativeMemory.Free(actions);
            NativeMemory.Free(attributes);
            extra.ForEach(static e => e.Dispose());
        }
    }

    private static void Validate(ProcessRequest request)
    {
        if (!Path.IsPathRooted(request.FileName) || !Path.IsPathRooted(request.WorkingDirectory))
        {
            throw new TestFailureException($"cannot start {request}: program and working directory must be absolute paths");
        }

        if (request.TimeLimit <= TimeSpan.Zero)
        {
            throw new TestFailureException($"cannot start {request}: the time limit must be positive");
        }

        if (request.Environment.Keys.FirstOrDefault(static k => k.Length == 0 || k.Contains('=', StringComparison.Ordinal)) is string name)
        {
            throw new TestFailureException($"cannot start {request}: \"{name}\" is no variable name");
        }
    }

    // The runtime ignores SIGPIPE and may block signals in the calling thread; a child must see neither.
    private static void SetAttributes(void* attributes, ProcessRequest request)
    {
        byte* set = stackalloc byte[OpaqueSize];
        Check(Libc.posix_spawnattr_init(attributes), request);
        _ = Libc.sigfillset(set);
        Check(Libc.posix_spawnattr_setsigdefault(attributes, set), request);
        _ = Libc.sigemptyset(set);
        Check(Libc.posix_spawnattr_setsigmask(attributes, set), request);
        Check(Libc.posix_spawnattr_setflags(attributes, Abi.POSIX_SPAWN_SETSIGDEF | Abi.POSIX_SPAWN_SETSIGMASK | Abi.POSIX_SPAWN_SETSID), request);
    }

    private static int Spawn(ProcessRequest request, void* actions, void* attributes)
    {
        using StringVector arguments = new([request.FileName, .. request.Arguments]);
        using StringVector environment = new(request.Environment.Select(static v => $"{v.Key}={v.Value}"));
        int pid;
        fixed (byte* path = CString.From(request.FileName))
        {
            Check(Libc.posix_spawn(&pid, path, actions, attributes, arguments.Pointer, environment.Pointer), request);
        }

        return pid;
    }

    private static void Check(int error, ProcessRequest request)
    {
        if (error != 0)
        {
            throw Libc.Failure($"cannot start {request} in {request.WorkingDirectory}", error);
        }
    }
}
