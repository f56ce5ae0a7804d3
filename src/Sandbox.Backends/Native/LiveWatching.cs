using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Backends.Native;

/// <summary>Looks after an <see cref="ILiveWatch"/> between other events, on the thread that waits for those.</summary>
/// <param name="watch">What to look after.</param>
/// <param name="stop">Ends the sandbox when the watch wants that.</param>
public sealed class LiveWatching(ILiveWatch watch, Action stop)
{
    private bool _hasBegun;

    /// <summary>To be waited for besides everything else, or null.</summary>
    private Descriptor? Events { get; set; }

    /// <summary>How long to wait before <see cref="Look"/> when nothing happens; null for as long as it takes. Without events of the kernel's it looks every now and then.</summary>
    private TimeSpan? Pause => !_hasBegun ? watch.Delay : watch.Again ?? (Events is null ? watch.Delay : null);

    /// <summary>Waits until one of the two is readable or hung up, and looks after <paramref name="watching"/> when that is due; answers which of the two are, perhaps none.</summary>
    /// <param name="watching">May be null.</param>
    /// <param name="first">A descriptor.</param>
    /// <param name="second">Another one, or null.</param>
    public static (bool First, bool Second) Wait(LiveWatching? watching, Descriptor first, Descriptor? second)
    {
        bool[] ready = Poll.Wait(watching?.Pause, first, second, watching?.Events);
        if (ready[2] || ready is [false, false, false])
        {
            watching!.Look();
        }

        return (ready[0], ready[1]);
    }

    /// <summary>The time is over, or <see cref="Events"/> is readable.</summary>
    private void Look()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            Events = watch.Begin();
        }

        if (!watch.Look())
        {
            stop();
        }
    }
}
