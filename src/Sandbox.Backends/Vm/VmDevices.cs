namespace Sandbox.Backends.Vm;

/// <summary>Devices of the host that a machine may use.</summary>
public static class VmDevices
{
    public const string Kvm = "/dev/kvm";
}
