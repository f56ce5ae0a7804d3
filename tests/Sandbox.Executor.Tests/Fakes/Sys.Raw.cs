using Sandbox.Executor.Tests.Fakes;

namespace Sandbox.Executor.Kernel;

/// <summary>The seam's other half: every system call of the executor goes to the fake kernel of this thread.</summary>
internal static partial class Sys
{
    private static long Raw(long number, long a, long b, long c, long d, long e, long f) =>
        FakeKernel.Current.Answer(number, new CallArguments(a, b, c, d, e, f));
}
