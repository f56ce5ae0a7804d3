using Sandbox.Core.Plans;

namespace Sandbox.Cli.Output;

/// <summary>The second floor in words, and what an older kernel's lacks.</summary>
internal static class LandlockWords
{
    public static string Of(LaunchPlan plan)
    {
        if (plan.LandlockFiles is not { } files)
        {
            return plan.AllowNestedUserNamespaces ? "none (--allow-nested-userns: it would refuse every mount inside)" : "none (this kernel has no Landlock ABI 2): the mounts alone decide";
        }

        string places = string.Join(", ", files.Rules.Where(r => r.Access.HasFlag(LandlockAccess.WriteFile)).Select(r => r.Path));
        return "written only below " + places + Missing(files.Handled);
    }

    /// <summary>Rights of one rule.</summary>
    public static string Access(LandlockRule rule) => (rule.Access.HasFlag(LandlockAccess.WriteFile), rule.Access.HasFlag(LandlockAccess.DeviceControl)) switch
    {
        (true, true) => "read, write, devices",
        (true, false) => "read, write",
        _ => "read, execute",
    };

    private static string Missing(LandlockAccess handled) =>
        !handled.HasFlag(LandlockAccess.Truncate) ? "; truncation and device control are not covered on this kernel" :
        !handled.HasFlag(LandlockAccess.DeviceControl) ? "; device control is not covered on this kernel" : string.Empty;
}
