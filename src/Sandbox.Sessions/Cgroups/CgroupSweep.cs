using Sandbox.Core.Diagnostics;

namespace Sandbox.Sessions.Cgroups;

/// <summary>Removes control groups that dead launchers left behind.</summary>
public static class CgroupSweep
{
    /// <summary>Never fails: another sandbox's remains are no reason to refuse this one.</summary>
    public static void All(string stateRoot)
    {
        try
        {
            CgroupRecord.Sweep(stateRoot);
        }
        catch (Exception e) when (e is SandboxException or IOException or UnauthorizedAccessException)
        {
            // Left to the next command.
            _ = e;
        }
    }
}
