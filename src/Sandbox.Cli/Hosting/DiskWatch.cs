using Sandbox.Backends.Native;
using Sandbox.Cli.Output;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;

namespace Sandbox.Cli.Hosting;

/// <summary>
/// Says when the file system that a project lies on is nearly full: nothing limits what is written there, and the user's own programs need it too.
/// </summary>
/// <param name="directory">On that file system.</param>
/// <param name="free">Bytes that are left there; null when that cannot be told.</param>
/// <param name="messages">Told once each time it gets low.</param>
internal sealed class DiskWatch(string directory, Func<long?> free, Messages messages) : ILiveWatch
{
    /// <summary>Less than this is low.</summary>
    public const long Low = 512L << 20;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private long _next;
    private bool _isLow;

    /// <summary>A watch of a real directory.</summary>
    public static DiskWatch Of(string directory, Messages messages) => new(directory, () => FreeOn(directory), messages);

    public TimeSpan Delay => Period;

    public TimeSpan? Again => Period;

    public Descriptor? Begin() => null;

    public bool Look()
    {
        if (Environment.TickCount64 < _next)
        {
            return true;
        }

        _next = Environment.TickCount64 + (long)Period.TotalMilliseconds;
        long? left = free();
        if (left < Low && !_isLow)
        {
            messages.Warning(FormattableString.Invariant($"only {left >> 20} MiB are left on the file system of {PrintableText.Escape(directory)}: make room there"));
        }

        _isLow = left < Low;
        return true;
    }

    private static long? FreeOn(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
