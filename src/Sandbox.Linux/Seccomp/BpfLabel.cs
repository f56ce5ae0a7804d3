namespace Sandbox.Linux.Seccomp;

/// <summary>A jump target of one <see cref="BpfAssembler"/>. The default value means the instruction that follows.</summary>
public readonly record struct BpfLabel(int Id)
{
    /// <summary>True for the default value: fall through.</summary>
    public bool IsNext => Id == 0;
}
