namespace Sandbox.Testing;

/// <summary>
/// Ends and removes at the end of the test process what nobody disposed of: a constructor that threw after it had made one of these,
/// or a test that was given up at its time limit, must not leave servers, children or directories on the machine.
/// </summary>
internal sealed class AtExit
{
    private readonly Lock gate = new();
    private readonly List<IDisposable> live = [];

    /// <summary>The one that the end of the process triggers.</summary>
    public static AtExit OfProcess { get; } = Hooked();

    public void Add(IDisposable resource)
    {
        lock (gate)
        {
            live.Add(resource);
        }
    }

    public void Remove(IDisposable resource)
    {
        lock (gate)
        {
            _ = live.Remove(resource);
        }
    }

    // The newest first: a server lives in a directory that was made before it.
    public void DisposeAll()
    {
        while (Take() is IDisposable resource)
        {
            try
            {
                resource.Dispose();
            }
            catch (Exception exception)
            {
                Console.Error.WriteLine($"left behind by the tests: {exception.Message}");
            }
        }
    }

    private static AtExit Hooked()
    {
        AtExit hooked = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => hooked.DisposeAll();
        return hooked;
    }

    private IDisposable? Take()
    {
        lock (gate)
        {
            IDisposable? last = live.LastOrDefault();
            if (last is not null)
            {
                live.RemoveAt(live.Count - 1);
            }

            return last;
        }
    }
}
