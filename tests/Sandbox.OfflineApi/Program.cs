using System.Runtime.InteropServices;

namespace Sandbox.OfflineApi;

/// <summary>Entry point: ties signals and standard streams to <see cref="ServerProgram"/>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        await using var stdin = Console.OpenStandardInput();
        return await ServerProgram.RunAsync(args, stdin, Console.Error, stop.Token);

        void Stop(PosixSignalContext context)
        {
            // Cancelling the signal's own action lets the server close its files and the program return 0.
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
