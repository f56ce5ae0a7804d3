using Sandbox.Core.Plans;

namespace Sandbox.Core.Planning;

/// <summary>Private, empty, in-memory places that every program expects to be able to write.</summary>
internal static class PrivateTree
{
    private const long Small = 64L << 20;
    private const int Sticky = 0b001_111_111_111;
    private const int OwnerOnly = 0b111_000_000;

    public static void Add(PlanContext context)
    {
        long large = context.TmpSize;
        context.Mounts.Add(new TmpfsMount { Target = "/tmp", Size = large, Mode = Sticky, Reason = "private" });
        context.Mounts.Add(new TmpfsMount { Target = "/var/tmp", Size = large, Mode = Sticky, Reason = "private" });
        context.Mounts.Add(new TmpfsMount { Target = "/run", Size = Small, Reason = "private", NoExec = true });
        context.Mounts.Add(new DirectoryEntry { Target = "/run/user", Reason = "private" });
        context.Mounts.Add(new DirectoryEntry { Target = context.RuntimeDirectory, Mode = OwnerOnly, Reason = "private" });
        context.Mounts.Add(new SymlinkEntry { Target = "/var/run", LinkTarget = "/run", Reason = "private" });
        context.Mounts.Add(new TmpfsMount { Target = context.Facts.Home, Size = large, Mode = OwnerOnly, Reason = "home" });
    }
}
