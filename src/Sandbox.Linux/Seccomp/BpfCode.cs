namespace Sandbox.Linux.Seccomp;

/// <summary>
/// The instructions a filter of ours uses (<c>linux/bpf_common.h</c>). No others: these are exactly the ones that the kernel can evaluate
/// ahead of time, so that a system call which is allowed whatever its arguments costs a bit test and not a run of the program.
/// </summary>
public static class BpfCode
{
    public const ushort BPF_LD_W_ABS = 0x20;
    public const ushort BPF_JMP_JA = 0x05;
    public const ushort BPF_JMP_JEQ_K = 0x15;
    public const ushort BPF_JMP_JGE_K = 0x35;
    public const ushort BPF_JMP_JSET_K = 0x45;
    public const ushort BPF_ALU_AND_K = 0x54;
    public const ushort BPF_RET_K = 0x06;

    /// <summary>The longest program that the kernel takes.</summary>
    public const int BPF_MAXINSNS = 4096;
}
