using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>procfs shows the PID namespace of whoever mounts it, and what lies below /proc needs it; so the root stays writable until then.</summary>
internal static unsafe class Stages
{
    public static bool Has(Stage stage, Launch* launch, PlanMount* mount, byte* target)
    {
        bool fresh = mount->Kind is (ushort)MountKind.Proc or (ushort)MountKind.Devpts;
        if (fresh && stage == Stage.Outside)
        {
            Entries.Directory(launch, mount, target);
        }

        bool root = mount->Kind == (ushort)MountKind.Relock && target[1] == 0;
        bool below = Text.Same(target, Text.Z("/proc/\0"u8), 6);

        return (fresh || root || below || IsConsole(launch, mount, target)) == (stage == Stage.Inside);
    }

    /// <summary>Where the container has a terminal of its own, that is the console: it stands at PID 1's standard input and has no name that could be followed.</summary>
    public static bool IsConsole(Launch* launch, PlanMount* mount, byte* target) =>
        (launch->Header->Flags & (uint)PlanFlags.OwnTerminal) != 0 && mount->Kind == (ushort)MountKind.Bind && Text.Same(target, Text.Z("/dev/console\0"u8), 13);
}
