using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Sandbox.Linux.Native;

namespace Sandbox.Linux.Processes;

/// <summary><see cref="ICommandRunner"/> over <see cref="Process"/>; the only file that may name <see cref="ProcessStartInfo"/>.</summary>
/// <remarks>
/// Starting a program marks every descriptor of this process above 2 close-on-exec. The child ignores SIGPIPE, as .NET does:
/// fit for helpers, not for the payload of a sandbox.
/// </remarks>
/// <param name="clock">Measures timeouts and grace periods.</param>
public sealed class CommandRunner(TimeProvider clock) : ICommandRunner
{
    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken)
    {
        CommandSpecCheck.ThrowIfUnusable(spec);
        cancellationToken.ThrowIfCancellationRequested();

        using Process process = Start(spec);
        using SafeFileHandle pidfd = Pidfd.Open(process.Id);
        Task exit = process.WaitForExitAsync(CancellationToken.None);

        OutputPump output = new(spec.StandardOutput);
        OutputPump error = new(spec.StandardError);
        using CancellationTokenSource abandon = new();
#pragma warning disable CA2025 // A pipe that a grandchild keeps open is abandoned on purpose; see DrainAsync.
        Task streams = Task.WhenAll(
            FeedAsync(process, spec.Input, abandon.Token),
            spec.StandardOutput.Inherits ? Task.CompletedTask : output.RunAsync(process.StandardOutput.BaseStream, abandon.Token),
            spec.StandardError.Inherits ? Task.CompletedTask : error.RunAsync(process.StandardError.BaseStream, abandon.Token));
#pragma warning restore CA2025

        Task failed = Task.WhenAny(output.Failed, error.Failed);
        bool stopped = await EndAsync(spec, pidfd, exit, failed, cancellationToken);
        bool complete = await DrainAsync(spec, streams, abandon);

        cancellationToken.ThrowIfCancellationRequested();
        await Task.WhenAll(new[] { output.Failed, error.Failed }.Where(t => t.IsFaulted));
        return new CommandResult
        {
            ExitCode = process.ExitCode,
            TimedOut = stopped,
            StandardOutput = output.Kept,
            StandardError = error.Kept,
            Truncated = !complete || output.Dropped || error.Dropped,
        };
    }

    /// <summary>Returns once the child is gone; true when it had to be ended.</summary>
    private async Task<bool> EndAsync(CommandSpec spec, SafeFileHandle pidfd, Task exit, Task failed, CancellationToken cancellationToken)
    {
        TimeSpan limit = spec.Timeout ?? Timeout.InfiniteTimeSpan;
        if (await EndsBeforeAsync(Task.WhenAny(exit, failed), limit, cancellationToken) && exit.IsCompleted)
        {
            return false;
        }

        Pidfd.Signal(pidfd, Libc.SIGTERM);
        if (!await EndsBeforeAsync(exit, spec.GracePeriod, CancellationToken.None))
        {
            Pidfd.Signal(pidfd, Libc.SIGKILL);
            await exit;
        }

        return true;
    }

    private async Task<bool> DrainAsync(CommandSpec spec, Task streams, CancellationTokenSource abandon)
    {
        if (await EndsBeforeAsync(streams, spec.GracePeriod, CancellationToken.None))
        {
            await streams;
            return true;
        }

        // A grandchild still holds a pipe; waiting for it would hang for as long as it lives.
        await abandon.CancelAsync();
        _ = streams.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return false;
    }

    private async Task<bool> EndsBeforeAsync(Task task, TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource delay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task first = await Task.WhenAny(task, Task.Delay(limit, clock, delay.Token));
        await delay.CancelAsync();
        return first == task;
    }

    private static async Task FeedAsync(Process process, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.Inherits)
        {
            return;
        }

        await using Stream pipe = process.StandardInput.BaseStream;
        try
        {
            await pipe.WriteAsync(input.Bytes, cancellationToken);
        }
        catch (IOException)
        {
            // The child stopped reading, which is its own business.
        }
    }

    private static Process Start(CommandSpec spec)
    {
#pragma warning disable RS0030 // The seam itself: the path is absolute, the environment complete, nothing is looked up.
        ProcessStartInfo info = new(spec.Executable, spec.Arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = !spec.Input.Inherits,
            RedirectStandardOutput = !spec.StandardOutput.Inherits,
            RedirectStandardError = !spec.StandardError.Inherits,
        };
        info.Environment.Clear();
        foreach ((string name, string value) in spec.Environment)
        {
            info.Environment[name] = value;
        }

        // .NET closes nothing in a child: whatever this process inherited without close-on-exec would reach every helper.
        _ = Libc.syscall(Libc.SYS_close_range, 3, uint.MaxValue, Libc.CLOSE_RANGE_CLOEXEC, 0);
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception e)
        {
            string reason = Directory.Exists(spec.WorkingDirectory)
                ? StartFailure.Describe(e.NativeErrorCode)
                : $"its working directory {spec.WorkingDirectory} does not exist";
            throw new CommandStartException(spec.Executable, e.NativeErrorCode, reason, e);
        }
#pragma warning restore RS0030
    }
}
