using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Backends.Native;

/// <summary>Waits for the executor and looks after a <see cref="ILiveWatch"/> meanwhile, on the launcher's own thread.</summary>
/// <param name="watch">What to look after.</param>
/// <param name="executor">Ended when the watch wants the sandbox stopped; the kernel then ends all of it.</param>
internal sealed class LiveWatching(ILiveWatch watch, SpawnedProcess executor)
{
    private const int Kill = 9;

    private Descriptor? _events;
    private bool _hasBegun;

    /// <summary>Returns when there is something to read from the status pipe.</summary>
    public void WaitFor(Descriptor pipe)
    {
        if (!_hasBegun)
        {
            if (Poll.Wait(pipe, watch.Delay))
            {
                return;
            }

            _hasBegun = true;
            _events = watch.Begin();
            Look();
        }

        while (true)
        {
            // Without events of the kernel's it looks every now and then.
            if (watch.Again is { } pause || _events is null)
            {
                if (Poll.Wait(pipe, watch.Again ?? watch.Delay))
                {
                    return;
                }
            }
            else
            {
                bool[] ready = Poll.Wait(pipe, _events);
                if (ready[0])
                {
                    return;
                }
            }

            Look();
        }
    }

    private void Look()
    {
        if (!watch.Look())
        {
            _ = executor.Signal(Kill);
        }
    }
}
