using Sandbox.Core.Plans;

namespace Sandbox.Core.Planning;

/// <summary>
/// Landlock rules from the mounts: reading and executing everywhere, the rest in the trees that are mounted writable. A rule cannot be
/// taken back further down, so a read-only mount inside a writable tree is protected by the mount alone.
/// </summary>
public static class LandlockPart
{
    /// <summary>Before it, a rename between two directories was always refused, which no tool survives.</summary>
    public const int FirstAbi = 2;

    private const int TruncateAbi = 3;
    private const int DeviceControlAbi = 5;

    private const LandlockAccess Read = LandlockAccess.Execute | LandlockAccess.ReadFile | LandlockAccess.ReadDirectory;

    private const LandlockAccess Write =
        LandlockAccess.WriteFile | LandlockAccess.Truncate | LandlockAccess.RemoveDirectory | LandlockAccess.RemoveFile | LandlockAccess.MakeDirectory |
        LandlockAccess.MakeFile | LandlockAccess.MakeSocket | LandlockAccess.MakeFifo | LandlockAccess.MakeSymlink | LandlockAccess.Refer;

    /// <summary>Nobody makes device nodes: handled and never granted.</summary>
    private const LandlockAccess Never = LandlockAccess.MakeCharacterDevice | LandlockAccess.MakeBlockDevice;

    /// <summary>Rights that a rule on something other than a directory may have.</summary>
    private const LandlockAccess File = LandlockAccess.Execute | LandlockAccess.ReadFile | LandlockAccess.WriteFile | LandlockAccess.Truncate | LandlockAccess.DeviceControl;

    /// <param name="mounts">All of them, in order.</param>
    /// <param name="abi">The kernel's Landlock ABI.</param>
    /// <param name="nested">The payload may make user namespaces: Landlock would refuse every mount in them.</param>
    /// <param name="uid">Whose sandbox; uid 0 may write switches of the kernel by their file mode alone.</param>
    /// <returns>Null where it cannot be used.</returns>
    public static LandlockPlan? Of(IReadOnlyList<PlannedMount> mounts, int abi, bool nested, uint uid)
    {
        if (abi < FirstAbi || nested)
        {
            return null;
        }

        LandlockAccess handled = Handled(abi);
        List<LandlockRule> rules = [new("/", Read)];
        foreach (PlannedMount mount in mounts)
        {
            LandlockAccess access = Access(mount, uid) & handled;
            if (access != LandlockAccess.None && !IsRelocked(mounts, mount.Target) && !Covers(rules, mount.Target, access))
            {
                rules.Add(new LandlockRule(mount.Target, access));
            }
        }

        return new LandlockPlan(abi, handled, rules);
    }

    private static LandlockAccess Handled(int abi)
    {
        LandlockAccess all = Read | Write | Never | LandlockAccess.DeviceControl;
        return all & ~(abi < TruncateAbi ? LandlockAccess.Truncate : 0) & ~(abi < DeviceControlAbi ? LandlockAccess.DeviceControl : 0);
    }

    private static LandlockAccess Access(PlannedMount mount, uint uid) => mount switch
    {
        TmpfsMount when Paths.IsWithin(mount.Target, "/dev") => Read | Write | LandlockAccess.DeviceControl,
        TmpfsMount => Read | Write,
        BindMount { AllowDevices: true, IsFile: true } => File & ~LandlockAccess.Execute,
        BindMount { AllowDevices: true } => Read | Write | LandlockAccess.DeviceControl,
        BindMount { Writable: true, IsFile: true } => File & ~LandlockAccess.DeviceControl,
        BindMount { Writable: true } => Read | Write,
        DevptsMount => Read | Write | LandlockAccess.DeviceControl,
        SelfMount { Writable: true } => Read | Write,

        // Names of threads, oom_score_adj and the like; /proc/sys has a read-only mount of its own.
        ProcMount when uid != 0 => Read | LandlockAccess.WriteFile | LandlockAccess.Truncate,
        _ => LandlockAccess.None,
    };

    private static bool IsRelocked(IReadOnlyList<PlannedMount> mounts, string target)
    {
        foreach (PlannedMount mount in mounts)
        {
            if (mount is RelockMount && string.Equals(mount.Target, target, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Covers(List<LandlockRule> rules, string target, LandlockAccess access)
    {
        foreach (LandlockRule rule in rules)
        {
            if ((access & ~rule.Access) == 0 && Paths.IsWithin(target, rule.Path))
            {
                return true;
            }
        }

        return false;
    }
}
