using Sandbox.Backends.Native;
using Sandbox.Linux.Files;

namespace Sandbox.Cli.Hosting;

/// <summary>Two watches as one. The first may have events of the kernel's, the second looks every now and then.</summary>
/// <param name="first">With events, or null.</param>
/// <param name="second">Without.</param>
internal sealed class LiveWatches(ILiveWatch? first, ILiveWatch second) : ILiveWatch
{
    private Descriptor? _events;

    public TimeSpan Delay => first?.Delay ?? second.Delay;

    public TimeSpan? Again => first is null ? second.Again : Shorter(first.Again ?? (_events is null ? first.Delay : null), second.Again);

    public Descriptor? Begin() => _events = first?.Begin();

    public bool Look() => (first?.Look() ?? true) & second.Look();

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;
}
