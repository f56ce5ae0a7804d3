using Sandbox.Linux.Native;

namespace Sandbox.Linux.Kernel;

/// <summary>What the running kernel can do.</summary>
public static class KernelFeatures
{
    private const int CreateRulesetVersion = 1;

    /// <summary>Landlock ABI, 0 when the kernel has none or it is off.</summary>
    public static int LandlockAbi() =>
        (int)Math.Max(0, Libc.syscall(Libc.SYS_landlock_create_ruleset, 0, 0, CreateRulesetVersion, 0));
}
