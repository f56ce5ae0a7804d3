namespace Sandbox.Core.Policy;

/// <summary>What the sandbox can reach.</summary>
public enum NetworkMode
{
    /// <summary>A network namespace of its own with nothing but a loopback interface.</summary>
    None,

    /// <summary>A network namespace of its own, from which only what the rules allow can be reached, through the launcher.</summary>
    AllowList,

    /// <summary>The host's network, its loopback services included.</summary>
    Host,
}
