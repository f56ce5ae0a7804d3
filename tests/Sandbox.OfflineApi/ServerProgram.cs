namespace Sandbox.OfflineApi;

/// <summary>The executable without its process: everything it touches is handed in.</summary>
internal static class ServerProgram
{
    /// <summary>Serves until <paramref name="stop"/> is cancelled or, when asked to, until <paramref name="stdin"/> ends.</summary>
    /// <returns>0 after a normal stop, 1 when the server or one of its files could not be set up, 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Stream stdin, TextWriter stderr, CancellationToken stop)
    {
        if (ProgramArguments.Parse(arguments, out var problem) is not { } parsed)
        {
            await stderr.WriteLineAsync($"sandbox-offline-api: {problem}\n{ProgramArguments.Usage}");
            return 2;
        }

        try
        {
            await using var log = parsed.LogFile is null ? null : new StreamWriter(parsed.LogFile, append: true);
            await using var server = await OfflineMessagesApi.StartAsync(new() { Log = log });
            PortFile.Write(parsed.PortFile, server.Address.Port);
            await WaitAsync(parsed.UntilStdinCloses ? stdin : null, stop);
            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await stderr.WriteLineAsync($"sandbox-offline-api: cannot serve: {error.Message}");
            return 1;
        }
    }

    private static async Task WaitAsync(Stream? stdin, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);

        // A read of the standard input cannot be cancelled, so it is raced and, at the end, abandoned to process exit.
        await (stdin is null ? stopped.Task : Task.WhenAny(stopped.Task, Task.Run(() => Drain(stdin), CancellationToken.None)));
    }

    private static void Drain(Stream stdin)
    {
        Span<byte> scratch = stackalloc byte[256];
        while (stdin.Read(scratch) > 0)
        {
        }
    }
}
