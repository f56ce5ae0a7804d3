namespace Sandbox.Core.Plans;

/// <summary>
/// The sandbox's own network, in which foreign addresses and names lead to sockets of the launcher. A loopback interface with
/// <see cref="Address"/> and the local route <see cref="FakeAddresses"/> is all there is: what is neither local nor captured is unreachable.
/// </summary>
public sealed record CapturePlan
{
    /// <summary>The address that programs inside have.</summary>
    public const string Address = "10.0.2.15";

    /// <summary>The name server, for resolv.conf; UDP and TCP port 53.</summary>
    public const string NameServer = "10.0.2.3";

    /// <summary>What names may resolve to: every TCP connection there is captured, with the address that was dialled as its local one.</summary>
    public const string FakeAddresses = "198.18.0.0/15";

    /// <summary>Port of the explicit proxy on 127.0.0.1.</summary>
    public const int ProxyPort = 3128;

    /// <summary>Port of the credential broker on 127.0.0.1.</summary>
    public const int BrokerPort = 3129;

    /// <summary>
    /// Ports that the rules name, 1 to 65535, in any order. Where the kernel cannot capture every port, listeners on these take its place, the
    /// first 240 of them; those that the sandbox's own services have (53, 3128, 3129) are left out then.
    /// </summary>
    public required IReadOnlyList<int> NamedPorts { get; init; }

    /// <summary>False: where the kernel cannot capture every port, the launch fails.</summary>
    public bool MayBeWeaker { get; init; } = true;
}
