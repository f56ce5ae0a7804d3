namespace Sandbox.Linux.Seccomp;

/// <summary>Byte offsets in <c>struct seccomp_data</c>, the input of a filter.</summary>
public static class SeccompData
{
    /// <summary>The system call number, 32 bits.</summary>
    public const uint Number = 0;

    /// <summary>The <c>AUDIT_ARCH_*</c> value of the entry that was used.</summary>
    public const uint Architecture = 4;

    /// <summary>Bytes of the whole structure.</summary>
    public const int Size = 64;

    private const uint FirstArgument = 16;
    private const uint ArgumentSize = 8;

    /// <summary>
    /// The low half of an argument (0 to 5). Every argument that we test is 32 bits wide in the kernel, which drops the high half; looking at
    /// all 64 bits is how <c>0x100005412</c> once passed for something other than TIOCSTI.
    /// </summary>
    public static uint ArgumentLow(int index) => FirstArgument + (ArgumentSize * (uint)index);
}
