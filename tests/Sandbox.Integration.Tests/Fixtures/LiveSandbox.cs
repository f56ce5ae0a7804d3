namespace Sandbox.Integration.Tests;

/// <summary>The processes of a running sandbox as the host numbers them.</summary>
/// <param name="Launcher">The managed program that the user started.</param>
/// <param name="Monitor">The executor outside, which waits.</param>
/// <param name="Init">The executor inside, PID 1 there.</param>
/// <param name="Payload">What init started first.</param>
public sealed record LiveSandbox(int Launcher, int Monitor, int Init, int Payload)
{
    /// <summary>Waits until all four exist.</summary>
    public static LiveSandbox Of(LiveProcess process) => Of(process.Id);

    /// <inheritdoc cref="Of(LiveProcess)"/>
    public static LiveSandbox Of(int launcher)
    {
        LiveSandbox? found = null;
        Eventually.Holds(() => (found = Find(launcher)) is not null, $"the sandbox of {launcher} is complete");
        return found!;
    }

    /// <summary>The only sandbox that a shell has started.</summary>
    public static LiveSandbox Below(int shell)
    {
        int launcher = 0;
        Eventually.Holds(() => (launcher = ProcessState.All().FirstOrDefault(p => p.IsAlive && p.Parent == shell)?.Id ?? 0) != 0, $"{shell} has started something");
        return Of(launcher);
    }

    /// <summary>A process of this number is killed; nobody else's, because the tests started its ancestor.</summary>
    public static void Kill(int id) => _ = Libc.kill(id, (int)Signal.Kill);

    private static LiveSandbox? Find(int launcher)
    {
        ILookup<int, int> children = ProcessState.All().Where(static p => p.IsAlive).ToLookup(static p => p.Parent, static p => p.Id);
        int monitor = children[launcher].FirstOrDefault();
        int init = children[monitor].FirstOrDefault();
        int payload = children[init].FirstOrDefault();
        return monitor != 0 && init != 0 && payload != 0 ? new LiveSandbox(launcher, monitor, init, payload) : null;
    }
}
