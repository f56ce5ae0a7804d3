using Sandbox.Linux.Seccomp;

namespace Sandbox.Linux.Tests.Seccomp;

public sealed class SeccompDisassemblerTests
{
    [Fact]
    public void Numbers_are_named_only_while_the_number_is_loaded()
    {
        var assembler = new BpfAssembler();
        var end = assembler.NewLabel();
        assembler.Load(SeccompData.Number);
        assembler.JumpIfEqual(165, end);
        assembler.JumpIfAtLeast(400, end);
        assembler.Load(SeccompData.ArgumentLow(1));
        assembler.And(0xF);
        assembler.JumpIfEqual(165, end);
        assembler.Jump(end);
        assembler.Bind(end);
        assembler.Return(0x00050001);

        Assert.Equal(
            """
            0000  ld   nr
            0001  jeq  165 mount ? 0007 : 0002
            0002  jge  400 (unassigned) ? 0007 : 0003
            0003  ld   arg1
            0004  and  0xf
            0005  jeq  0xa5 ? 0007 : 0006
            0006  ja   0007
            0007  ret  EPERM

            """,
            SeccompDisassembler.ToText(BpfProgram.Encode(assembler.Assemble())));
    }

    [Fact]
    public void Broken_programs_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SeccompDisassembler.ToText(new byte[7]));
        Assert.Throws<ArgumentException>(() => SeccompDisassembler.ToText(BpfProgram.Encode([new BpfInstruction(0x20, 0, 0, 0)])));
        Assert.Throws<ArgumentException>(() => SeccompDisassembler.ToText(BpfProgram.Encode([new BpfInstruction(0x05, 0, 0, uint.MaxValue)])));
        Assert.Throws<ArgumentException>(() => SeccompDisassembler.ToText(BpfProgram.Encode(
            [new BpfInstruction(0x87, 0, 0, 0), new BpfInstruction(0x06, 0, 0, 0)])));
    }
}
