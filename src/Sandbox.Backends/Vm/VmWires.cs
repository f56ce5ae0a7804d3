using Sandbox.Backends.Native;
using Sandbox.Backends.Vm.Links;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Vm;

/// <summary>Everything that leads from the launcher to one QEMU: the link, the monitor and what it says.</summary>
internal sealed class VmWires : IDisposable
{
    private readonly List<Descriptor> _theirs = [];

    /// <param name="executor">Absolute path.</param>
    /// <param name="qmp">Where the monitor listens for the user too; or null.</param>
    public VmWires(string executor, QmpSocket? qmp = null)
    {
        (Descriptor link, Descriptor linkInside) = StreamPair.Create();
        (Descriptor monitor, Descriptor monitorInside) = qmp is null ? StreamPair.Create() : (qmp.Own, qmp.Listener);
        (Descriptor read, Descriptor write) = Descriptor.Pipe();
        _theirs.AddRange([linkInside, monitorInside, write]);
        Link = new VmLink(link);
        Monitor = new QemuMonitor(monitor);
        Console = new ConsoleTail(read);
        Command = new ExecutorCommand(executor, [executor])
        {
            Descriptors = [(linkInside, 0), (monitorInside, 1), (write, 2)],
            OwnSession = true,
        };
    }

    public VmLink Link { get; }

    public QemuMonitor Monitor { get; }

    public ConsoleTail Console { get; }

    /// <summary>Starts QEMU's sandbox with the other ends as its standard streams.</summary>
    public ExecutorCommand Command { get; }

    /// <summary>QEMU has ended: what reads here comes to an end too.</summary>
    public void Finish(Conversation conversation)
    {
        CloseTheirs();
        Link.Close();
        conversation.Finish();
    }

    public void Dispose()
    {
        CloseTheirs();
        Link.Dispose();
        Monitor.Dispose();
    }

    private void CloseTheirs() => _theirs.ForEach(static d => d.Dispose());
}
