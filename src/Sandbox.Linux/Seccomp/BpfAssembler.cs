namespace Sandbox.Linux.Seccomp;

/// <summary>
/// Assembles a classic BPF program. Jumps go forward only, which the kernel demands. A conditional jump reaches 255 instructions; one that
/// must go further gets an unconditional jump (32-bit reach) right behind it.
/// </summary>
public sealed class BpfAssembler
{
    private const int Unbound = -1;
    private const int ConditionalReach = byte.MaxValue;

    private readonly List<Item> items = [];
    private readonly List<int> targets = [0];

    /// <summary>A label that is not bound yet.</summary>
    public BpfLabel NewLabel()
    {
        targets.Add(Unbound);
        return new BpfLabel(targets.Count - 1);
    }

    /// <summary>Makes the label name the next instruction; throws when it is bound already or names none.</summary>
    public void Bind(BpfLabel label)
    {
        if (label.IsNext || targets[label.Id] != Unbound)
        {
            throw new InvalidOperationException($"bpf label {label.Id} is bound twice");
        }

        targets[label.Id] = items.Count;
    }

    /// <summary>Loads the 32-bit word at a byte offset of the input.</summary>
    public void Load(uint offset) => items.Add(new Item(BpfCode.BPF_LD_W_ABS, offset));

    /// <summary>Keeps only the given bits of the loaded word.</summary>
    public void And(uint mask) => items.Add(new Item(BpfCode.BPF_ALU_AND_K, mask));

    /// <summary>Ends the program with a value.</summary>
    public void Return(uint value) => items.Add(new Item(BpfCode.BPF_RET_K, value));

    /// <summary>Goes on at the label.</summary>
    public void Jump(BpfLabel target) => items.Add(new Item(BpfCode.BPF_JMP_JA, 0, target));

    public void JumpIfEqual(uint value, BpfLabel whenTrue, BpfLabel whenFalse = default) =>
        items.Add(new Item(BpfCode.BPF_JMP_JEQ_K, value, whenTrue, whenFalse));

    public void JumpIfAtLeast(uint value, BpfLabel whenTrue, BpfLabel whenFalse = default) =>
        items.Add(new Item(BpfCode.BPF_JMP_JGE_K, value, whenTrue, whenFalse));

    public void JumpIfAnyBit(uint mask, BpfLabel whenTrue, BpfLabel whenFalse = default) =>
        items.Add(new Item(BpfCode.BPF_JMP_JSET_K, mask, whenTrue, whenFalse));

    /// <summary>
    /// The finished program. Throws <see cref="InvalidOperationException"/> for what the kernel would answer with EINVAL: a label without a
    /// place, a jump backwards or past the end, no return at the end, more than <see cref="BpfCode.BPF_MAXINSNS"/> instructions.
    /// </summary>
    public IReadOnlyList<BpfInstruction> Assemble()
    {
        if (items.Count == 0 || items[^1].Code != BpfCode.BPF_RET_K)
        {
            throw new InvalidOperationException("bpf program does not end with a return");
        }

        var far = new (bool True, bool False)[items.Count];
        var starts = Place(far);
        while (Widen(far, starts))
        {
            starts = Place(far);
        }

        if (starts[^1] > BpfCode.BPF_MAXINSNS)
        {
            throw new InvalidOperationException($"bpf program has {starts[^1]} instructions, the kernel takes {BpfCode.BPF_MAXINSNS}");
        }

        var program = new List<BpfInstruction>(starts[^1]);
        for (var i = 0; i < items.Count; i++)
        {
            Emit(program, i, far[i], starts);
        }

        return program;
    }

    private static bool IsConditional(ushort code) =>
        code is BpfCode.BPF_JMP_JEQ_K or BpfCode.BPF_JMP_JGE_K or BpfCode.BPF_JMP_JSET_K;

    private static int[] Place((bool True, bool False)[] far)
    {
        var starts = new int[far.Length + 1];
        for (var i = 0; i < far.Length; i++)
        {
            starts[i + 1] = starts[i] + 1 + (far[i].True ? 1 : 0) + (far[i].False ? 1 : 0);
        }

        return starts;
    }

    // Only ever widens, so it ends: a jump made long by another's trampoline stays long.
    private bool Widen((bool True, bool False)[] far, int[] starts)
    {
        var changed = false;
        for (var i = 0; i < items.Count; i++)
        {
            if (!IsConditional(items[i].Code))
            {
                continue;
            }

            var wider = (
                far[i].True || Distance(i, items[i].WhenTrue, starts[i], starts) > ConditionalReach,
                far[i].False || Distance(i, items[i].WhenFalse, starts[i], starts) > ConditionalReach);
            changed |= wider != far[i];
            far[i] = wider;
        }

        return changed;
    }

    private void Emit(List<BpfInstruction> program, int index, (bool True, bool False) far, int[] starts)
    {
        var item = items[index];
        var at = program.Count;
        if (item.Code == BpfCode.BPF_JMP_JA)
        {
            program.Add(new BpfInstruction(item.Code, 0, 0, (uint)Distance(index, item.WhenTrue, at, starts)));
            return;
        }

        if (!IsConditional(item.Code))
        {
            program.Add(new BpfInstruction(item.Code, 0, 0, item.K));
            return;
        }

        var jumpTrue = far.True ? 0 : Distance(index, item.WhenTrue, at, starts);
        var jumpFalse = far.False ? (far.True ? 1 : 0) : Distance(index, item.WhenFalse, at, starts);
        program.Add(new BpfInstruction(item.Code, checked((byte)jumpTrue), checked((byte)jumpFalse), item.K));
        if (far.True)
        {
            program.Add(new BpfInstruction(BpfCode.BPF_JMP_JA, 0, 0, (uint)Distance(index, item.WhenTrue, program.Count, starts)));
        }

        if (far.False)
        {
            program.Add(new BpfInstruction(BpfCode.BPF_JMP_JA, 0, 0, (uint)Distance(index, item.WhenFalse, program.Count, starts)));
        }
    }

    private int Distance(int index, BpfLabel label, int at, int[] starts)
    {
        var target = label.IsNext ? index + 1 : targets[label.Id];
        if (target == Unbound || target >= items.Count)
        {
            throw new InvalidOperationException($"bpf label {label.Id} names no instruction");
        }

        if (target <= index)
        {
            throw new InvalidOperationException($"bpf label {label.Id} lies behind a jump to it");
        }

        return starts[target] - at - 1;
    }

    private readonly record struct Item(ushort Code, uint K, BpfLabel WhenTrue = default, BpfLabel WhenFalse = default);
}
