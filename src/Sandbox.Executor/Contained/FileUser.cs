using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Contained;

/// <summary>Whose rights the calls of this process on files have. Its rights to mount stay those of root.</summary>
internal static unsafe class FileUser
{
    /// <summary>What is made belongs to whom the payload runs as.</summary>
    public static void AsPayload(Launch* launch) => Become(launch, Step.BecomeUser, launch->Header->OuterUid, launch->Header->OuterGid);

    /// <summary>What is looked up is found as the user finds it: what a name leads to meanwhile opens nothing that the user could not open.</summary>
    public static void AsUser(Launch* launch) => Become(launch, Step.BecomeUser, launch->Header->InnerUid, launch->Header->InnerGid);

    public static void AsRoot(Launch* launch) => Become(launch, Step.TakeRoot, 0, 0);

    private static void Become(Launch* launch, Step step, uint uid, uint gid)
    {
        // The group first: without root's rights it could not be changed.
        Sys.Call(Nr.setfsuid, 0);
        Sys.Call(Nr.setfsgid, gid);
        Sys.Call(Nr.setfsuid, uid);

        // The calls themselves report no failure; asking for what nobody can be tells who one is. Still root, for example, everything would be found.
        bool changed = Sys.Call(Nr.setfsgid, uint.MaxValue) == gid && Sys.Call(Nr.setfsuid, uint.MaxValue) == uid;
        Report.Check(launch, step, changed ? 0 : -C.EPERM);
    }
}
