using Sandbox.Linux.Seccomp;

namespace Sandbox.Linux.Tests.Seccomp;

public sealed class BpfAssemblerTests
{
    [Fact]
    public void An_instruction_is_eight_little_endian_bytes()
    {
        var bytes = BpfProgram.Encode([new BpfInstruction(0x0115, 2, 3, 0xC000003E)]);

        Assert.Equal([0x15, 0x01, 2, 3, 0x3E, 0x00, 0x00, 0xC0], bytes);
        Assert.Equal([new BpfInstruction(0x0115, 2, 3, 0xC000003E)], BpfProgram.Decode(bytes));
    }

    [Fact]
    public void Half_an_instruction_cannot_be_decoded() =>
        Assert.Throws<ArgumentException>(() => BpfProgram.Decode(new byte[12]));

    [Theory]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void A_jump_reaches_its_label_however_far(int between)
    {
        foreach (var taken in new[] { true, false })
        {
            var assembler = new BpfAssembler();
            var target = assembler.NewLabel();
            assembler.Load(0);
            assembler.JumpIfEqual(5, taken ? target : default, taken ? default : target);
            for (var i = 0; i < between - 1; i++)
            {
                assembler.And(uint.MaxValue);
            }

            assembler.Return(1);
            assembler.Bind(target);
            assembler.Return(2);

            var program = Program(assembler);
            Assert.Equal(taken ? 2u : 1u, program.Run(5));
            Assert.Equal(taken ? 1u : 2u, program.Run(6));
            Assert.Equal(between + 3 + (between > 255 ? 1 : 0), program.Length);
        }
    }

    [Fact]
    public void Both_ways_of_a_jump_may_be_far()
    {
        var assembler = new BpfAssembler();
        var yes = assembler.NewLabel();
        var no = assembler.NewLabel();
        assembler.Load(0);
        assembler.JumpIfAnyBit(4, yes, no);
        for (var i = 0; i < 300; i++)
        {
            assembler.Return(0);
        }

        assembler.Bind(yes);
        assembler.Return(1);
        assembler.Bind(no);
        assembler.Return(2);

        Assert.Equal(1u, Program(assembler).Run(6));
        Assert.Equal(2u, Program(assembler).Run(3));
    }

    // A chain of comparisons, each of whose trampolines pushes the others' targets further away, against the plain meaning.
    [Fact]
    public void Trampolines_that_lengthen_other_jumps_keep_the_meaning()
    {
        for (var size = 200; size < 330; size += 13)
        {
            var assembler = new BpfAssembler();
            var targets = Enumerable.Range(0, size).Select(_ => assembler.NewLabel()).ToArray();
            assembler.Load(0);
            for (var i = 0; i < size; i++)
            {
                assembler.JumpIfEqual((uint)i, targets[i]);
            }

            assembler.Return(9999);
            for (var i = 0; i < size; i++)
            {
                assembler.Bind(targets[i]);
                assembler.Return((uint)i + 1);
            }

            var program = Program(assembler);
            for (uint i = 0; i < size + 5; i++)
            {
                Assert.Equal(i < size ? i + 1 : 9999, program.Run(i));
            }
        }
    }

    [Fact]
    public void An_unconditional_jump_skips()
    {
        var assembler = new BpfAssembler();
        var end = assembler.NewLabel();
        assembler.Jump(end);
        assembler.Return(1);
        assembler.Bind(end);
        assembler.Return(2);

        Assert.Equal(2u, Program(assembler).Run(0));
    }

    [Fact]
    public void What_the_kernel_would_refuse_is_an_error_here()
    {
        Assert.Throws<InvalidOperationException>(() => new BpfAssembler().Assemble());

        var open = new BpfAssembler();
        open.Load(0);
        Assert.Throws<InvalidOperationException>(open.Assemble);

        var unbound = new BpfAssembler();
        unbound.JumpIfEqual(1, unbound.NewLabel());
        unbound.Return(0);
        Assert.Throws<InvalidOperationException>(unbound.Assemble);

        var backwards = new BpfAssembler();
        var start = backwards.NewLabel();
        backwards.Bind(start);
        backwards.Load(0);
        backwards.JumpIfEqual(1, start);
        backwards.Return(0);
        Assert.Throws<InvalidOperationException>(backwards.Assemble);

        var beyond = new BpfAssembler();
        var end = beyond.NewLabel();
        beyond.JumpIfEqual(1, end);
        beyond.Return(0);
        beyond.Bind(end);
        Assert.Throws<InvalidOperationException>(beyond.Assemble);
        Assert.Throws<InvalidOperationException>(() => beyond.Bind(end));

        var longest = new BpfAssembler();
        for (var i = 0; i < 4096; i++)
        {
            longest.Return(0);
        }

        Assert.Equal(4096, longest.Assemble().Count);
        longest.Return(0);
        Assert.Throws<InvalidOperationException>(longest.Assemble);
    }

    private static BpfInterpreter Program(BpfAssembler assembler) => new(BpfProgram.Encode(assembler.Assemble()));
}
