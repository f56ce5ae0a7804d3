namespace Sandbox.Backends.Native;

/// <summary>wait(2) status words.</summary>
internal static class WaitStatus
{
    /// <summary>The exit code, or 128 + N for death by signal N.</summary>
    public static int ExitCode(int status) => (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);
}
