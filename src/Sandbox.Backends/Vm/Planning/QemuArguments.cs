using System.Globalization;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Backends.Vm.Planning;

/// <summary>argv of QEMU. Its descriptor 0 is the link to the guest's init, 1 the monitor's (listening, where the user has one too), 2 a pipe for what it and the guest's kernel say.</summary>
internal static class QemuArguments
{
    // What the kernel says is on the picture too.
    private const string PictureWords = "console=tty0 ";
    private const string KernelWords = "console=ttyS0 quiet loglevel=4 panic=-1 rdinit=/init";

    // What the kernel does against speculation is translated to other instructions here, so that it holds nothing and costs a third of every
    // system call. The clock is one for all emulated processors, and a kernel that doubts it reads a slow one.
    private const string EmulatedWords = " mitigations=off tsc=reliable";

    public static IReadOnlyList<string> Of(LaunchPlan plan, VmMachine machine)
    {
        List<string> arguments =
        [
            "qemu-system-x86_64",
            "-name", "claude-sandbox",
            "-nodefaults", "-no-user-config", "-no-reboot",
            "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
            "-machine", "q35,usb=off,smm=off,vmport=off,dump-guest-core=off",
            "-accel", machine.Accelerated ? "kvm" : "tcg",
            "-cpu", machine.Accelerated ? "host" : "max",
            "-smp", Text(machine.Processors),
            "-m", Text(machine.Memory),
            "-display", "none",
            "-kernel", VmPlans.Kernel,
            "-initrd", VmPlans.InitialFiles,
            "-append", (plan.QmpSocket is null ? string.Empty : PictureWords) + KernelWords + (machine.Accelerated ? string.Empty : EmulatedWords),

            // The pipe by its name, because only the standard streams lead in.
            "-chardev", "file,id=console,path=/proc/self/fd/2,append=on",
            "-serial", "chardev:console",
            "-chardev", plan.QmpSocket is null ? "socket,id=monitor,fd=1" : "socket,id=monitor,fd=1,server=on,wait=off",
            "-mon", "chardev=monitor,mode=control",
            "-device", "virtio-serial-pci,max_ports=2",
            "-chardev", "socket,id=link,fd=0",
            "-device", "virtserialport,chardev=link,nr=1",
        ];
        if (plan.QmpSocket is not null)
        {
            // Only the standard streams lead in, so both monitors listen on one socket; the launcher has one of them for good. A picture needs a screen.
            arguments.AddRange(["-chardev", "socket,id=user,fd=1,server=on,wait=off", "-mon", "chardev=user,mode=control", "-device", "VGA"]);
        }

        foreach (VmShare share in VmShares.Of(plan))
        {
            arguments.AddRange(["-fsdev", $"local,id={share.Tag},path={Escaped(share.Path)},security_model=none,multidevs=remap"]);
            arguments.AddRange(["-device", $"virtio-9p-pci,fsdev={share.Tag},mount_tag={share.Tag}"]);
        }

        if (plan.Network != NetworkMode.None)
        {
            // Its outside is QEMU's own network, in which nothing but the launcher's sockets is.
            string published = string.Concat(plan.Published.Select(static p => p.Port).Distinct().Select(static port => string.Create(CultureInfo.InvariantCulture, $",hostfwd=tcp:127.0.0.1:{port}-10.0.2.15:{port}")));
            arguments.AddRange(["-netdev", "user,id=network,ipv6=off" + published]);
            arguments.AddRange(["-device", "virtio-net-pci,netdev=network,romfile="]);
        }

        return arguments;
    }

    // A comma ends a value; two are one in it.
    private static string Escaped(string value) => value.Replace(",", ",,", StringComparison.Ordinal);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
