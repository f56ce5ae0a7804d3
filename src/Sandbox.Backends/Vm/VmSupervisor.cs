using Sandbox.Backends.Native;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Vm;

/// <summary>Whoever knocks wants into the machine, not into QEMU's sandbox.</summary>
/// <param name="supervisor">Who answers.</param>
/// <param name="control">The machine's.</param>
internal sealed class VmSupervisor(ISupervisor supervisor, VmControl control) : ISupervisor
{
    public Descriptor Listener => supervisor.Listener;

    public void Answer(LiveControl live) => supervisor.Answer(control);

    /// <summary>QEMU is the only session of its sandbox: this stays until the machine ends.</summary>
    public bool HandOver(RunningSandbox sandbox) => false;
}
