using System.Runtime.InteropServices;
using Sandbox.Backends.Native;
using Sandbox.Backends.Tests.Capture;
using Sandbox.Backends.Tests.Native;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Tests.Mitigations;

/// <summary>Compiles a plan, changed or not, and has the real executor run it.</summary>
internal static class AttackRun
{
    private const uint ScopesAndFiles = 7;

    /// <summary>A sandbox like the product's, with a shell and Python in it.</summary>
    public static AttackPlan Plan(Identity identity, string shared, string attack)
    {
        PlannedMount[] mounts =
        [
            new BindMount { Target = "/usr", Source = "/usr", Reason = "test" },
            .. new[] { "bin", "lib", "lib64" }.Select(n => new SymlinkEntry { Target = "/" + n, LinkTarget = "usr/" + n, Reason = "test" }),
            new ProcMount { Target = "/proc", Reason = "test" },
            new MaskMount { Target = "/proc/kallsyms", IsFile = true, Reason = "test" },
            new MaskMount { Target = "/proc/bus", Reason = "test" },
            new SelfMount { Target = "/proc/sys", Reason = "test" },
            new TmpfsMount { Target = "/dev", Size = 64 * 1024, Reason = "test" },
            .. new[] { "null", "zero" }.Select(n => new BindMount { Target = "/dev/" + n, Source = "/dev/" + n, IsFile = true, AllowDevices = true, Recursive = false, Reason = "test" }),
            new TmpfsMount { Target = "/tmp", Size = 1 << 20, Reason = "test" },
            new TmpfsMount { Target = "/run", Size = 1 << 20, NoExec = true, Reason = "test" },
            new BindMount { Target = "/data", Source = shared, Reason = "test" },
            new BindMount { Target = "/work", Source = Path.Combine(shared, "work"), Writable = true, Reason = "test" },
            new SelfMount { Target = "/work/hooks", Reason = "test" },
            new RelockMount { Target = "/", Reason = "test" },
        ];
        return new AttackPlan(
            SamplePlan.Bare with
            {
                Mounts = mounts,
                Environment = [new PlannedVariable { Name = "PATH", Value = "/usr/bin", Reason = "test" }],
                Arguments = ["sh", "-c", attack],
                ExecutableCandidates = ["/usr/bin/sh"],
                WorkingDirectory = "/",
                Uid = identity.UserId,
                Gid = identity.GroupId,
                LandlockFiles = LandlockPart.Of(mounts, (int)ScopesAndFiles, nested: false, identity.UserId),
            },
            shared);
    }

    public static ProcessResult Run(Identity identity, AttackPlan attack)
    {
        byte[] bytes = attack.Filter
            ? PlanCompiler.Compile(attack.Plan)
            : PlanCompiler.Compile(attack.Plan, ReadOnlySpan<byte>.Empty);
        ref PlanHeader header = ref MemoryMarshal.AsRef<PlanHeader>(bytes.AsSpan());
        header.Namespaces &= ~attack.Namespaces;
        string file = Path.Combine(attack.Shared, "plan");
        File.WriteAllBytes(file, bytes);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Give(identity, file);
        return ProcessRun.RunAs(identity, new ProcessRequest(ExecutorCopy.For(Identity.Available[0]), [file]) { TimeLimit = TimeSpan.FromSeconds(30) });
    }

    /// <summary>What an attack is about: a secret, a device node, a project with hooks.</summary>
    public static void Fill(Identity identity, TempDirectory shared)
    {
        _ = shared.WriteFile("secret", "s");
        _ = shared.Directory("work", "hooks");
        if (TestHost.IsRoot)
        {
            _ = ProcessRun.Run("/usr/bin/mknod", "-m", "666", shared.At("zero"), "c", "1", "5").ExpectExit();
        }

        foreach (string name in (string[])["secret", "work", "work/hooks"])
        {
            Give(identity, shared.At(name));
        }
    }

    private static void Give(Identity identity, string path)
    {
        if (TestHost.IsRoot && identity.UserId != 0)
        {
            _ = ProcessRun.Run("/usr/bin/chown", $"{identity.UserId}:{identity.GroupId}", path).ExpectExit();
        }
    }
}
