using Sandbox.Executor.Kernel;

namespace Sandbox.Probe;

/// <summary>
/// <c>decoy KEY</c>: a process outside with things that nobody inside may have: a kernel key that every process of the same user may read and a
/// shared memory segment under KEY, both with the value of DECOY, which its environment holds. Says where they are and waits for the end of its input.
/// </summary>
internal static unsafe class Decoy
{
    private const int KEYCTL_JOIN_SESSION_KEYRING = 1;
    private const int KEYCTL_SETPERM = 5;
    private const int KEY_SPEC_SESSION_KEYRING = -3;
    private const long PossessorAndUser = 0x3f3f_0000;
    private const int IPC_CREAT_EXCL_0600 = 0x600 | 0x180;
    private const int IPC_RMID = 0;
    private const int SIGURG = 23;

    public static int Run(byte* segmentKey)
    {
        byte* secret = Surroundings.Variable(Text.Z("DECOY\0"u8));
        if (secret == null)
        {
            return 64;
        }

        Sys.Call(ProbeNr.keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0);
        // Held back, a signal stays to be seen in /proc.
        ulong urgent = 1UL << (SIGURG - 1);
        Sys.Call(Nr.rt_sigprocmask, C.SIG_BLOCK, (long)&urgent, 0, sizeof(ulong));
        long key = Sys.Call(ProbeNr.add_key, (long)Text.Z("user\0"u8), (long)Text.Z("canary\0"u8), (long)secret, Text.Length(secret), KEY_SPEC_SESSION_KEYRING);
        if (key > 0)
        {
            Sys.Call(ProbeNr.keyctl, KEYCTL_SETPERM, key, PossessorAndUser);
        }

        long segment = Sys.Call(ProbeNr.shmget, Word.Number(segmentKey), 4096, IPC_CREAT_EXCL_0600);
        Answer.Of(Text.Z("key\0"u8), key);
        Answer.Of(Text.Z("segment\0"u8), segment);
        Standing.Wait();
        if (segment >= 0)
        {
            Sys.Call(ProbeNr.shmctl, segment, IPC_RMID, 0);
        }

        return 0;
    }
}
