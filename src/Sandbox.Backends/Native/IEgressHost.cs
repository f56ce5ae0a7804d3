namespace Sandbox.Backends.Native;

/// <summary>Serves what leaves a sandbox. Nothing leaves it otherwise.</summary>
public interface IEgressHost
{
    /// <summary>
    /// Called once, as soon as the sockets have arrived, which is before or just after the payload starts; what connects meanwhile waits in
    /// them. Must return at once and serve on threads of its own; an exception ends the sandbox.
    /// </summary>
    /// <param name="sockets">Closed by the launcher when the sandbox has ended.</param>
    /// <returns>
    /// Disposed when the sandbox has ended, before the sockets are. It has to close every connection that was accepted:
    /// each keeps the sandbox's network alive.
    /// </returns>
    IDisposable Serve(SandboxSockets sockets);
}
