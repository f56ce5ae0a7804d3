// Names that ilc calls by contract. A failed bounds check or a division by zero ends the process with its own
// code instead of spinning: there is nobody to throw to.
using Sandbox.Executor.Kernel;

namespace Internal.Runtime.CompilerHelpers
{
    internal static class ThrowHelpers
    {
        private static void ThrowIndexOutOfRangeException() => Die(120);

        private static void ThrowDivideByZeroException() => Die(121);

        private static void ThrowOverflowException() => Die(122);

        private static void ThrowPlatformNotSupportedException() => Die(123);

        internal static void Die(int code)
        {
            while (true)
            {
                Sys.Call(Nr.exit_group, code);
            }
        }
    }

    internal static unsafe class StartupCodeHelpers
    {
        internal static int ArgumentCount;
        internal static byte** Arguments;

        internal static void InitializeCommandLineArgs(int count, byte** arguments)
        {
            ArgumentCount = count;
            Arguments = arguments;
        }

        [System.Runtime.RuntimeExport("RhpFallbackFailFast")]
        private static void FailFast() => ThrowHelpers.Die(124);

        [System.Runtime.RuntimeExport("RhpReversePInvoke")]
        private static void ReversePInvoke(System.IntPtr frame)
        {
        }

        [System.Runtime.RuntimeExport("RhpReversePInvokeReturn")]
        private static void ReversePInvokeReturn(System.IntPtr frame)
        {
        }
    }
}

namespace System
{
    internal static unsafe class Buffer
    {
        private static void BulkMoveWithWriteBarrier(ref byte to, ref byte from, nuint length)
        {
        }
    }

    internal static unsafe class SpanHelpers
    {
        private static void Memmove(ref byte to, ref byte from, nuint length)
        {
            fixed (byte* t = &to)
            fixed (byte* f = &from)
            {
                if (t <= f)
                {
                    for (nuint i = 0; i < length; i++)
                    {
                        t[i] = f[i];
                    }
                }
                else
                {
                    while (length != 0)
                    {
                        length--;
                        t[length] = f[length];
                    }
                }
            }
        }

        private static void ClearWithoutReferences(ref byte at, nuint length) => Fill(ref at, 0, length);

        private static void Fill(ref byte at, byte value, nuint length)
        {
            fixed (byte* p = &at)
            {
                for (nuint i = 0; i < length; i++)
                {
                    p[i] = value;
                }
            }
        }
    }
}
