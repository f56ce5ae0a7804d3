namespace Sandbox.Core.Policy;

/// <summary>What isolates.</summary>
public enum BackendKind
{
    /// <summary>Namespaces by system calls of our own.</summary>
    Native = 0,

    /// <summary>Namespaces and sources by bwrap, the rest by system calls of our own.</summary>
    Bubblewrap,

    /// <summary>A systemd-nspawn container; needs root.</summary>
    Nspawn,

    /// <summary>A virtual machine by QEMU.</summary>
    Vm,
}
