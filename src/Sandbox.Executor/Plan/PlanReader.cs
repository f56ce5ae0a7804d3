using Sandbox.Executor.Kernel;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Plan;

/// <summary>Brings the plan into private memory and refuses everything that does not fit this executor exactly.</summary>
internal static unsafe class PlanReader
{
    private const int RequiredSeals = C.F_SEAL_SEAL | C.F_SEAL_SHRINK | C.F_SEAL_GROW | C.F_SEAL_WRITE;

    public static void FromDescriptor(Launch* launch, long descriptor)
    {
        long seals = Sys.Call(Nr.fcntl, descriptor, C.F_GET_SEALS);
        Report.Check(launch, Step.ReadPlan, seals);
        if ((seals & RequiredSeals) != RequiredSeals)
        {
            Report.Fail(launch, Step.CheckPlan, -C.EPERM, null, Report.Refused);
        }

        Stat stat;
        Report.Check(launch, Step.ReadPlan, Sys.Call(Nr.fstat, descriptor, (long)&stat));
        Read(launch, descriptor, stat.Size, null);
    }

    /// <summary>A plan file is only as trustworthy as whoever could have written it: the caller alone (design decision 6).</summary>
    public static void FromFile(Launch* launch, byte* path)
    {
        long file = Report.Check(launch, Step.ReadPlan, Sys.Openat(C.AT_FDCWD, path, C.O_RDONLY | C.O_CLOEXEC | C.O_NOFOLLOW), path);
        Stat stat;
        Report.Check(launch, Step.ReadPlan, Sys.Call(Nr.fstat, file, (long)&stat), path);
        bool regular = (stat.Mode & C.S_IFMT) == C.S_IFREG;
        bool othersCanWrite = (stat.Mode & 18) != 0;
        if (!regular || othersCanWrite || stat.Uid != Sys.Call(Nr.getuid))
        {
            Report.Fail(launch, Step.CheckPlan, -C.EPERM, path, Report.Refused);
        }

        Read(launch, file, stat.Size, path);
        Sys.Close(file);
        const uint Forbidden = (uint)(PlanFlags.HasCredentials | PlanFlags.NeedsSupervisor | PlanFlags.Prepared | PlanFlags.FirstJoins);
        if ((launch->Header->Flags & Forbidden) != 0 || launch->Header->NetworkOffset != 0 || launch->Header->CgroupCount != 0)
        {
            Report.Fail(launch, Step.CheckPlan, -C.EACCES, path, Report.Refused);
        }
    }

    private static void Read(Launch* launch, long descriptor, long size, byte* path)
    {
        if (size < sizeof(PlanHeader) || size > PlanFormat.MaxLength)
        {
            Report.Fail(launch, Step.CheckPlan, -C.EINVAL, path, Report.Refused);
        }

        // Anonymous memory, not a mapping of the file: a file that shrinks meanwhile cannot end this process with SIGBUS.
        long memory = Sys.Call(Nr.mmap, 0, size, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS, -1, 0);
        Report.Check(launch, Step.ReadPlan, memory is < 0 and > -4096 ? memory : 0, path);
        launch->Plan = (byte*)memory;
        launch->Header = (PlanHeader*)memory;

        // The descriptor may be at its end when the launcher has just written it: read from the start by position.
        long done = 0;
        while (done < size)
        {
            long n = Sys.Call(Nr.pread64, descriptor, memory + done, size - done, done);
            if (n == -C.EINTR)
            {
                continue;
            }

            Report.Check(launch, Step.ReadPlan, n == 0 ? -C.EINVAL : n, path);
            done += n;
        }

        if (!PlanCheck.IsSound(launch->Plan, (ulong)size))
        {
            Report.Fail(launch, Step.CheckPlan, -C.EINVAL, path, Report.Refused);
        }
    }

    /// <summary>What binds every session (flags and filter) is copied for those that join; the rest of the plan need not stay.</summary>
    public static void KeepRules(Launch* launch)
    {
        uint words = launch->Header->SeccompInstructions;
        long size = sizeof(PlanHeader) + (words * (long)sizeof(ulong));
        long memory = Sys.Call(Nr.mmap, 0, size, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS, -1, 0);
        Report.Check(launch, Step.CreateInit, memory is < 0 and > -4096 ? memory : 0);
        PlanHeader* rules = (PlanHeader*)memory;
        *rules = *launch->Header;
        ulong* from = (ulong*)launch->At(launch->Header->SeccompOffset);
        ulong* to = (ulong*)((byte*)memory + sizeof(PlanHeader));
        for (uint i = 0; i < words; i++)
        {
            to[i] = from[i];
        }

        rules->SeccompOffset = (uint)sizeof(PlanHeader);
        launch->Rules = rules;
    }

    /// <summary>Nothing that stays behind may keep the payload's environment in memory.</summary>
    public static void Forget(Launch* launch)
    {
        Sys.Call(Nr.munmap, (long)launch->Plan, (long)launch->Header->Length);
        launch->Plan = null;
        launch->Header = null;
    }
}
