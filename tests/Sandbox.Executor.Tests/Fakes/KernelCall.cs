namespace Sandbox.Executor.Tests.Fakes;

/// <summary>One system call as it was made.</summary>
/// <param name="Index">Counts all calls of the process from 0.</param>
/// <param name="Number">The system call.</param>
/// <param name="Occurrence">Counts the calls of this number from 1.</param>
/// <param name="Arguments">As given; what pointers lead to may be gone.</param>
/// <param name="Text">In words, with everything that pointers led to: <c>close(&lt;root&gt;)</c>.</param>
internal sealed record KernelCall(int Index, long Number, int Occurrence, CallArguments Arguments, string Text)
{
    /// <summary>A value >= 0 or -errno; meaningless when the call did not return.</summary>
    public long Result { get; set; }

    public bool Is(string name) => Text.StartsWith(name + "(", StringComparison.Ordinal);

    /// <summary>The call, and its error if it had one.</summary>
    public override string ToString() => Result is < 0 and > -4096 ? $"{Text} -> E{Symbols.Value("E", -Result)}" : Text;
}
