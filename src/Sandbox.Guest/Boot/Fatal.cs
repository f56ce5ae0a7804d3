using Sandbox.Executor.Kernel;
using Sandbox.Guest.Link;

namespace Sandbox.Guest.Boot;

/// <summary>What cannot be done is told to the launcher where there is a way to it, else to the console, and ends the machine.</summary>
internal static unsafe class Fatal
{
    private const int Most = 512;

    /// <summary>Passes a result >= 0 through.</summary>
    public static long Check(long result, byte* what, byte* on = null)
    {
        if (result < 0)
        {
            Fail(-result, what, on);
        }

        return result;
    }

    private static void Fail(long errno, byte* what, byte* on)
    {
        byte* line = stackalloc byte[Most + 64];
        int n = Text.Copy(line, what);
        if (on != null)
        {
            line[n++] = (byte)' ';
            for (int i = 0; on[i] != 0 && n < Most; i++)
            {
                line[n++] = on[i];
            }
        }

        if (Channel.Descriptor >= 0)
        {
            Channel.Send(FrameKind.Failed, value: (uint)errno, data: line, length: n);

            // The launcher ends the machine; a port that is torn down takes along what has not been read.
            while (true)
            {
                Pause.Millisecond();
            }
        }

        n += Text.Copy(line + n, Text.Z(": errno \0"u8));
        n += Text.Number(line + n, (ulong)errno);
        line[n++] = (byte)'\n';
        Sys.WriteAll(2, line, n);
        PowerOff.Now();
    }
}
