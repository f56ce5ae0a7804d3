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

        return (fresh || root || below) == (stage == Stage.Inside);
    }
}
