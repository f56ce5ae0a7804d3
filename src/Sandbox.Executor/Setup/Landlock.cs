using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>
/// The Landlock domain: no signal and no abstract unix socket crosses its edge (ABI 6), and what may be done to files holds whatever
/// the mounts allow. Must run after the root is the sandbox's own and after no_new_privs.
/// </summary>
internal static unsafe class Landlock
{
    public static void Enter(Launch* launch)
    {
        PlanHeader* header = launch->Header;
        if (header->LandlockScopes == 0 && header->LandlockAccess == 0)
        {
            return;
        }

        LandlockRulesetAttr attributes;
        attributes.HandledAccessFs = header->LandlockAccess;
        attributes.HandledAccessNet = 0;
        attributes.Scoped = header->LandlockScopes;
        long ruleset = Report.Check(
            launch, Step.Landlock, Sys.Call(Nr.landlock_create_ruleset, (long)&attributes, sizeof(LandlockRulesetAttr), 0));
        if (header->LandlockAccess != 0)
        {
            Rules(launch, ruleset);
            Inherited(launch, ruleset);
        }

        Report.Check(launch, Step.Landlock, Sys.Call(Nr.landlock_restrict_self, ruleset, 0));
        Sys.Close(ruleset);
    }

    private static void Rules(Launch* launch, long ruleset)
    {
        PlanLandlockRule* rules = (PlanLandlockRule*)launch->At(launch->Header->LandlockOffset);
        for (uint i = 0; i < launch->Header->LandlockCount; i++)
        {
            byte* path = launch->At(rules[i].Path);
            long place = Sys.Openat2(C.AT_FDCWD, path, C.O_PATH | C.O_CLOEXEC, C.RESOLVE_NO_SYMLINKS | C.RESOLVE_NO_MAGICLINKS);
            if (place == -C.ENOENT)
            {
                // An optional mount that was skipped: a rule less is only stricter.
                continue;
            }

            Report.Check(launch, Step.Landlock, place, path);
            Report.Check(launch, Step.Landlock, Add(ruleset, place, rules[i].Access), path);
            Sys.Close(place);
        }
    }

    /// <summary>
    /// What 0, 1 and 2 are lies outside of every mount of ours, and programs open it again by /dev/stdin and its like: they may, in the
    /// direction in which it is open. Pipes and sockets need no rule.
    /// </summary>
    private static void Inherited(Launch* launch, long ruleset)
    {
        for (int descriptor = 0; descriptor <= 2; descriptor++)
        {
            long mode = Sys.Call(Nr.fcntl, descriptor, C.F_GETFL);
            if (mode == -C.EBADF)
            {
                continue;
            }

            Report.Check(launch, Step.Landlock, mode);

            ulong access = C.LANDLOCK_ACCESS_FS_IOCTL_DEV;
            access |= (mode & C.O_ACCMODE) == C.O_WRONLY ? 0 : C.LANDLOCK_ACCESS_FS_READ_FILE;
            access |= (mode & C.O_ACCMODE) == C.O_RDONLY ? 0 : C.LANDLOCK_ACCESS_FS_WRITE_FILE | C.LANDLOCK_ACCESS_FS_TRUNCATE;
            long added = Add(ruleset, descriptor, access & launch->Header->LandlockAccess);
            Report.Check(launch, Step.Landlock, added is -C.EBADFD or -C.EBADF ? 0 : added);
        }
    }

    private static long Add(long ruleset, long place, ulong access)
    {
        LandlockPathBeneath rule;
        rule.Access = access;
        rule.Parent = (int)place;
        return Sys.Call(Nr.landlock_add_rule, ruleset, C.LANDLOCK_RULE_PATH_BENEATH, (long)&rule, 0);
    }
}
