using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;
using Sandbox.Linux;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>
/// A program that prepares finds sources by their names and follows links. So the launcher looks at each without following any, and the
/// executor goes on only with those very objects (FS-06).
/// </summary>
internal static class SourceIdentities
{
    /// <summary>What is wrong with a source, as the executor would say it; null when nothing is.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="identified">The same with the identity of every source that is there.</param>
    public static ExecutorStatus? Take(LaunchPlan plan, out LaunchPlan identified)
    {
        List<PlannedMount> mounts = [.. plan.Mounts];
        identified = plan with { Mounts = mounts };
        for (int i = 0; i < mounts.Count; i++)
        {
            if (mounts[i] is not BindMount { Identity: null } bind)
            {
                continue;
            }

            int error = Look(bind.Source, out FileStatus status);
            if (error == 0)
            {
                mounts[i] = bind with { Identity = (status.Device, status.Inode) };
            }
            else if (error != Errno.ENOENT || !bind.Optional)
            {
                return new ExecutorStatus(StatusKind.Error, Step.OpenSource, error, bind.Source);
            }
        }

        return null;
    }

    private static int Look(string path, out FileStatus status)
    {
        status = default;
        int error = Descriptor.TryPlain(path, out Descriptor? opened);
        using (opened)
        {
            return error != 0 ? error : FileStatus.TryGet(opened!, out status);
        }
    }
}
