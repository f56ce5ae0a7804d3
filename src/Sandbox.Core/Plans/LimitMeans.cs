namespace Sandbox.Core.Plans;

/// <summary>What holds a limit.</summary>
public enum LimitMeans
{
    /// <summary>Nothing does.</summary>
    None,

    /// <summary>setrlimit(2): processes of this user inside together; memory each process by itself.</summary>
    Rlimit,

    /// <summary>A control group: all of the sandbox together.</summary>
    Cgroup,

    /// <summary>The size of the virtual machine.</summary>
    Machine,
}
