using Sandbox.Executor.Kernel;

namespace Sandbox.Starter;

/// <summary>
/// Variables that load code into a program or change how it runs are kept from the launcher. They are handed on under
/// another name, because a user may still pass one to the payload by --env.
/// </summary>
internal static unsafe class EnvironmentFilter
{
    /// <summary>The new block, or null when memory is short.</summary>
    public static byte** Apply(byte** environment)
    {
        byte* prefix = Text.Z("CLAUDE_SANDBOX_HELD_\0"u8);
        int prefixLength = Text.Length(prefix);
        long bytes = 0;
        int count = 0;
        for (; environment[count] != null; count++)
        {
            if (IsHeld(environment[count]))
            {
                bytes += prefixLength + Text.Length(environment[count]) + 1;
            }
        }

        long table = (count + 2) * (long)sizeof(byte*);
        long memory = Sys.Call(Nr.mmap, 0, table + bytes, C.PROT_READ | C.PROT_WRITE, C.MAP_PRIVATE | C.MAP_ANONYMOUS, -1, 0);
        if (memory is < 0 and > -4096)
        {
            return null;
        }

        byte** result = (byte**)memory;
        byte* text = (byte*)memory + table;
        result[0] = Text.Z("DOTNET_EnableDiagnostics=0\0"u8);
        for (int i = 0; i < count; i++)
        {
            result[i + 1] = environment[i];
            if (IsHeld(environment[i]))
            {
                result[i + 1] = text;
                text += Text.Copy(text, prefix);
                text += Text.Copy(text, environment[i]);
                *text++ = 0;
            }
        }

        result[count + 1] = null;
        return result;
    }

    private static bool IsHeld(byte* variable) =>
        Begins(variable, Text.Z("DOTNET_\0"u8)) || Begins(variable, Text.Z("COMPlus_\0"u8)) || Begins(variable, Text.Z("CORECLR_\0"u8)) ||
        Begins(variable, Text.Z("ASPNETCORE_\0"u8)) || Begins(variable, Text.Z("MSBUILD\0"u8)) || Begins(variable, Text.Z("LD_\0"u8)) ||
        Begins(variable, Text.Z("GLIBC_TUNABLES\0"u8)) || Begins(variable, Text.Z("OPENSSL_\0"u8)) || Begins(variable, Text.Z("CLAUDE_SANDBOX_HELD_\0"u8));

    private static bool Begins(byte* variable, byte* start) => Text.Same(variable, start, Shared(variable, start));

    // Length of the start, or past the variable's end when that is shorter, where the bytes differ (NUL).
    private static int Shared(byte* variable, byte* start)
    {
        int wanted = Text.Length(start);
        int length = Text.Length(variable);
        return length < wanted ? length + 1 : wanted;
    }
}
