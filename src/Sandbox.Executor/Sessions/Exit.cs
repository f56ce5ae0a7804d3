namespace Sandbox.Executor.Sessions;

/// <summary>Exit codes as shells report them.</summary>
internal static class Exit
{
    /// <summary>The code itself, or 128 + N for death by signal N.</summary>
    public static int Code(int waitStatus) =>
        (waitStatus & 0x7F) == 0 ? (waitStatus >> 8) & 0xFF : 128 + (waitStatus & 0x7F);
}
