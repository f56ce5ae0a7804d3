using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>Entries that are not mounts: links, directories, files with given contents.</summary>
internal static unsafe class Entries
{
    public static void Symlink(Launch* launch, PlanMount* mount, byte* target)
    {
        long parent = OpenParent(launch, mount, target);
        long made = Sys.Call(Nr.symlinkat, (long)launch->At(mount->Source), parent, (long)Name(target));
        Report.Check(launch, Step.CreateLink, made, target);
    }

    public static void Directory(Launch* launch, PlanMount* mount, byte* target)
    {
        long parent = OpenParent(launch, mount, target);
        long made = Sys.Call(Nr.mkdirat, parent, (long)Name(target), mount->Mode);
        Report.Check(launch, Step.CreateTarget, made == -C.EEXIST ? 0 : made, target);
    }

    public static void File(Launch* launch, PlanMount* mount, byte* target)
    {
        long parent = OpenParent(launch, mount, target);
        const int Flags = C.O_CREAT | C.O_EXCL | C.O_WRONLY | C.O_NOFOLLOW | C.O_CLOEXEC;
        long file = Report.Check(launch, Step.WriteFile, Sys.Openat(parent, Name(target), Flags, mount->Mode), target);
        Report.Check(launch, Step.WriteFile, Sys.WriteAll(file, launch->At(mount->Data), mount->DataLength), target);
        Sys.Close(file);
    }

    private static byte* Name(byte* target) => target + Text.LastComponent(target);

    private static long OpenParent(Launch* launch, PlanMount* mount, byte* target)
    {
        bool create = (mount->Flags & (ushort)MountFlags.Create) != 0;
        return Report.Check(launch, Step.OpenTarget, Targets.Parent(launch, target, create), target);
    }
}
