using Sandbox.Linux.Files;

namespace Sandbox.Backends.Vm.Links;

/// <summary>Our end of QEMU's control connection (QMP).</summary>
/// <param name="socket">Owned.</param>
internal sealed class QemuMonitor(Descriptor socket) : IDisposable
{
    /// <summary>QEMU ends at once, whatever the machine does.</summary>
    public void Quit()
    {
        try
        {
            socket.WriteAll("{\"execute\":\"qmp_capabilities\"}\n{\"execute\":\"quit\"}\n"u8);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    public void Dispose() => socket.Dispose();
}
