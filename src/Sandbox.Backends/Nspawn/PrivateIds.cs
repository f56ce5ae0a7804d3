using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Nspawn;

/// <summary>
/// Ids of the host that no user has, for a payload to run as: what it leaves behind or reaches is nobody's. Mounts show the user's files with them, where
/// the file system can (idmapped mounts).
/// </summary>
public static class PrivateIds
{
    /// <summary>The range that systemd sets aside for containers: 0x80000 to 0x6fffffff, in steps of <see cref="ContainedFormat.Ids"/>.</summary>
    private const uint First = 0x8_0000;
    private const uint Beyond = 0x7000_0000;

    /// <summary>In words why a plan cannot be carried out that way, or null.</summary>
    public static string? Obstacle(LaunchPlan plan)
    {
        if (plan.Uid >= ContainedFormat.Ids || plan.Gid >= ContainedFormat.Ids)
        {
            return FormattableString.Invariant($"your ids are not below {ContainedFormat.Ids}");
        }

        // Who asks is what such a socket's server lets in by.
        return plan.Forwards.Count > 0 ? $"{plan.Forwards[0].Name} knows you by your id" : null;
    }

    /// <summary>The first of a range of <see cref="ContainedFormat.Ids"/> ids.</summary>
    /// <param name="number">Anything; the same number leads to the same range.</param>
    /// <param name="isTaken">Whether somebody has an id.</param>
    /// <exception cref="InvalidOperationException">Every range is taken.</exception>
    public static uint Base(uint number, Func<uint, bool> isTaken)
    {
        const uint Ranges = (Beyond - First) / ContainedFormat.Ids;
        for (uint i = 0; i < Ranges; i++)
        {
            uint first = First + ((number % Ranges + i) % Ranges * ContainedFormat.Ids);
            if (!isTaken(first))
            {
                return first;
            }
        }

        throw new InvalidOperationException("no ids are left for a container");
    }

    /// <summary>Whether the owners of what is behind a mount matter: not for devices, nor for what is the machine's and readable by all.</summary>
    internal static bool IsMapped(BindMount mount) => !mount.AllowDevices && mount.Reason is not ("system" or "etc" or "kernel" or "terminal");
}
