using Sandbox.Executor.Kernel;
using Sandbox.Guest.Kernel;

namespace Sandbox.Guest.Boot;

internal static class PowerOff
{
    public static void Now()
    {
        Sys.Call(GuestNr.sync);
        while (true)
        {
            Sys.Call(GuestNr.reboot, GuestC.LINUX_REBOOT_MAGIC1, GuestC.LINUX_REBOOT_MAGIC2, GuestC.LINUX_REBOOT_CMD_POWER_OFF);
        }
    }
}
