using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Setup;

/// <summary>Tells the launcher what failed or happened, and ends the process when it failed.</summary>
internal static unsafe class Report
{
    public const int Refused = 125;

    // A record must stay below PIPE_BUF (4096) to be written in one piece.
    private const int MaxPath = 3800;

    /// <summary>Passes a result >= 0 through; anything else ends the process with a record naming step, path and errno.</summary>
    public static long Check(Launch* launch, Step step, long result, byte* path = null)
    {
        if (result < 0)
        {
            Fail(launch, step, result, path, Refused);
        }

        return result;
    }

    public static void Fail(Launch* launch, Step step, long result, byte* path, int exitCode)
    {
        if (launch->Status >= 0)
        {
            Send(launch->Status, StatusKind.Error, step, (int)-result, path);
        }
        else
        {
            Print(step, -result, path);
        }

        Sys.Call(Nr.exit_group, exitCode);
    }

    public static void Send(long status, StatusKind kind, Step step, int value, byte* path, int others = 0)
    {
        byte* buffer = stackalloc byte[4096];
        int length = 0;
        if (path != null)
        {
            for (; path[length] != 0 && length < MaxPath; length++)
            {
                buffer[sizeof(StatusRecord) + length] = path[length];
            }
        }

        StatusRecord* record = (StatusRecord*)buffer;
        record->Kind = (ushort)kind;
        record->Step = (ushort)step;
        record->Value = value;
        record->PathLength = (uint)length;
        record->Others = (uint)others;
        Sys.WriteAll(status, buffer, sizeof(StatusRecord) + length);
    }

    private static void Print(Step step, long errno, byte* path)
    {
        byte* line = stackalloc byte[4352];
        int n = Text.Copy(line, Text.Z("claude-sandbox-exec: could not \0"u8));
        n += Text.Copy(line + n, Text.Z(StepNames.Of(step)));
        if (path != null)
        {
            line[n++] = (byte)' ';
            for (int i = 0; path[i] != 0 && i < MaxPath; i++)
            {
                // Control characters of a path never reach the terminal.
                line[n++] = path[i] < 32 || path[i] == 127 ? (byte)'?' : path[i];
            }
        }

        n += Text.Copy(line + n, Text.Z(": errno \0"u8));
        n += Text.Number(line + n, (ulong)errno);
        line[n++] = (byte)'\n';
        Sys.WriteAll(2, line, n);
    }
}
