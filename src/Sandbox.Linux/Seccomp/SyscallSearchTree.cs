namespace Sandbox.Linux.Seccomp;

/// <summary>A binary search over runs of numbers that share a target: about seven comparisons for any system call.</summary>
internal sealed class SyscallSearchTree
{
    private readonly List<(uint First, BpfLabel Target)> runs = [];

    /// <summary>From this number on (up to the next one added) go to the target. Numbers are added in ascending order, beginning with 0.</summary>
    internal void Add(uint first, BpfLabel target)
    {
        if (runs.Count == 0 || runs[^1].Target != target)
        {
            runs.Add((first, target));
        }
    }

    /// <summary>Emits the search over the loaded word.</summary>
    internal void Emit(BpfAssembler assembler)
    {
        if (runs.Count == 1)
        {
            assembler.Jump(runs[0].Target);
            return;
        }

        Emit(assembler, 0, runs.Count);
    }

    private void Emit(BpfAssembler assembler, int from, int to)
    {
        var middle = from + ((to - from) / 2);
        var leftIsLeaf = middle - from == 1;
        var rightIsLeaf = to - middle == 1;
        var right = rightIsLeaf ? runs[middle].Target : assembler.NewLabel();
        assembler.JumpIfAtLeast(runs[middle].First, right, leftIsLeaf ? runs[from].Target : default);
        if (!leftIsLeaf)
        {
            Emit(assembler, from, middle);
        }

        if (!rightIsLeaf)
        {
            assembler.Bind(right);
            Emit(assembler, middle, to);
        }
    }
}
