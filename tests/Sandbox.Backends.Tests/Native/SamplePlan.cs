using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Tests.Native;

/// <summary>The least that can be launched.</summary>
internal static class SamplePlan
{
    public static LaunchPlan Bare { get; } = new()
    {
        ProjectDirectory = "/work",
        HostDirectories = [],
        Placeholders = [],
        Mounts = [],
        Environment = [],
        Arguments = ["true"],
        ExecutableCandidates = ["/usr/bin/true"],
        WorkingDirectory = "/work",
        Uid = 1000,
        Gid = 100,
        Hostname = "box",
        Network = NetworkMode.None,
        Seccomp = new SeccompSettings(false, false, false),
        AllowNestedUserNamespaces = false,
        LandlockScopes = true,
        Limits = [],
        Notices = [],
    };

    public static LaunchPlan With(params PlannedMount[] mounts) => Bare with { Mounts = mounts };
}
