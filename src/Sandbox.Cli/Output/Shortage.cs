using Sandbox.Core.Diagnostics;
using Sandbox.Linux;

namespace Sandbox.Cli.Output;

/// <summary>Tells what this process ran out of from what it could not do.</summary>
internal static class Shortage
{
    private const int ENFILE = 23;

    /// <summary>Null when the exception is about something else. What an initialiser ran into is looked for inside.</summary>
    public static SandboxException? Explain(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is OutOfMemoryException)
            {
                return Of("memory", e, "end something, or raise the limit of memory (`ulimit -v`, or the control group's)");
            }

            // .NET puts errno into HResult for the errors that it has no type of its own for, and so do we.
            string? advice = e is not IOException ? null : e.HResult switch
            {
                Errno.EMFILE => "raise the limit with `ulimit -n 1024`, or close what the caller left open",
                ENFILE => "all programs of this machine together have too many open: see /proc/sys/fs/file-max",
                Errno.ENOMEM => "end something, or raise the limit of memory (`ulimit -v`, or the control group's)",
                Errno.EAGAIN => "raise the limit with `ulimit -u`, or end some of your processes",
                _ => null,
            };
            if (advice is not null)
            {
                return Of(e.HResult == Errno.ENOMEM ? "memory" : e.HResult == Errno.EAGAIN ? "processes" : "file descriptors", e, advice);
            }
        }

        return null;
    }

    private static SandboxException Of(string what, Exception why, string advice) =>
        new(ErrorCode.Resources, $"out of {what} ({why.Message.TrimEnd('.')}): {advice}", why);
}
