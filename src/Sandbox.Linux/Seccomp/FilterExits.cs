namespace Sandbox.Linux.Seccomp;

/// <summary>The returns at the end of the program, shared by all that jump to them.</summary>
internal sealed class FilterExits(BpfAssembler assembler)
{
    internal BpfLabel Allow { get; } = assembler.NewLabel();

    internal BpfLabel Eperm { get; } = assembler.NewLabel();

    internal BpfLabel Enosys { get; } = assembler.NewLabel();

    internal BpfLabel Eafnosupport { get; } = assembler.NewLabel();

    internal BpfLabel Kill { get; } = assembler.NewLabel();

    internal void Emit()
    {
        Emit(Allow, SeccompAbi.SECCOMP_RET_ALLOW);
        Emit(Eperm, SeccompAbi.SECCOMP_RET_ERRNO | SeccompAbi.EPERM);
        Emit(Enosys, SeccompAbi.SECCOMP_RET_ERRNO | SeccompAbi.ENOSYS);
        Emit(Eafnosupport, SeccompAbi.SECCOMP_RET_ERRNO | SeccompAbi.EAFNOSUPPORT);
        Emit(Kill, SeccompAbi.SECCOMP_RET_KILL_PROCESS);
    }

    private void Emit(BpfLabel label, uint value)
    {
        assembler.Bind(label);
        assembler.Return(value);
    }
}
