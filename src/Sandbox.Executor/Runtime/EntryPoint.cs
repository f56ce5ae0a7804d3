using Internal.Runtime.CompilerHelpers;

namespace Sandbox.Executor;

internal static unsafe class EntryPoint
{
    private static int Main() => Program.Run(StartupCodeHelpers.ArgumentCount, StartupCodeHelpers.Arguments);
}
