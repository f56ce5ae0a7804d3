using Sandbox.Backends.Vm.Images;

namespace Sandbox.Backends.Vm.Planning;

/// <summary>What a machine is made with.</summary>
public sealed record VmMachine
{
    public required VmImage Image { get; init; }

    /// <summary>Absolute path of qemu-system-x86_64, below a directory that every sandbox has.</summary>
    public required string Qemu { get; init; }

    /// <summary>Processors of the machine.</summary>
    public required int Processors { get; init; }

    /// <summary>MiB of memory.</summary>
    public required long Memory { get; init; }

    /// <summary>By the processor itself (KVM), or emulated.</summary>
    public required bool Accelerated { get; init; }
}
