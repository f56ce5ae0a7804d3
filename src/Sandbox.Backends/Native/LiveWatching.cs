using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>Looks after an <see cref="ILiveWatch"/> between other events, on the thread that waits for those.</summary>
/// <param name="watch">What to look after.</param>
/// <param name="stop">Ends the sandbox when the watch wants that.</param>
public sealed class LiveWatching(ILiveWatch watch, Action stop)
{
    private bool _hasBegun;

    /// <summary>To be waited for besides everything else, or null.</summary>
    public Descriptor? Events { get; private set; }

    /// <summary>How long to wait before <see cref="Look"/> when nothing happens; null for as long as it takes. Without events of the kernel's it looks every now and then.</summary>
    public TimeSpan? Pause => !_hasBegun ? watch.Delay : watch.Again ?? (Events is null ? watch.Delay : null);

    /// <summary>The time is over, or <see cref="Events"/> is readable.</summary>
    public void Look()
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
