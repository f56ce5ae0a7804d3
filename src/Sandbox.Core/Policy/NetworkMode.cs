namespace Sandbox.Core.Policy;

/// <summary>What the sandbox can reach.</summary>
public enum NetworkMode
{
    /// <summary>A network namespace of its own with nothing but a loopback interface.</summary>
    None,

    /// <summary>The host's network, its loopback services included.</summary>
    Host,
}
