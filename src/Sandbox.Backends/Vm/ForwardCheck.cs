using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;

namespace Sandbox.Backends.Vm;

/// <summary>What cannot be shared with another kernel: a socket or a device of the host. There is never a machine without what was asked for.</summary>
public static class ForwardCheck
{
    /// <exception cref="SandboxException">CS306: something of the plan is such a thing.</exception>
    public static void ThrowIfImpossible(LaunchPlan plan, IHostFiles files)
    {
        foreach (BindMount bind in plan.Mounts.OfType<BindMount>())
        {
            bool ownDevice = bind.AllowDevices && string.Equals(bind.Reason, "kernel", StringComparison.Ordinal);
            bool impossible = (bind.AllowDevices && !ownDevice) ||
                (bind.IsFile && files.Look(bind.Source).Kind is PathKind.Socket or PathKind.Fifo or PathKind.CharacterDevice or PathKind.BlockDevice && !ownDevice);
            if (impossible)
            {
                throw new SandboxException(
                    ErrorCode.Backend,
                    $"--backend vm cannot let in {PrintableText.Escape(bind.Source)} ({PrintableText.Escape(bind.Reason)}): a socket or device of this machine leads nowhere under another kernel: leave it out, or pass --backend native");
            }
        }
    }
}
