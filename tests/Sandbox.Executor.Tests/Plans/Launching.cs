using System.Runtime.InteropServices;
using Sandbox.Executor.Tests.Fakes;

namespace Sandbox.Executor.Tests.Plans;

/// <summary>Starts the executor's Main on a fake kernel.</summary>
internal static unsafe class Launching
{
    public const string PlanPath = "/plan";

    /// <summary>As the launcher does: the plan on its descriptor, no arguments.</summary>
    public static ProcessEnd Launch(this FakeKernel kernel) => kernel.Start("claude-sandbox-exec");

    /// <summary>As a user does by hand.</summary>
    public static ProcessEnd LaunchFile(this FakeKernel kernel) => kernel.Start("claude-sandbox-exec", PlanPath);

    /// <summary>A kernel that hands over this plan.</summary>
    public static FakeKernel Kernel(this PlanBuilder plan) => new() { Plan = plan.Build() };

    public static ProcessEnd Start(this FakeKernel kernel, params string[] arguments)
    {
        nint[] pointers = [.. arguments.Select(Marshal.StringToCoTaskMemUTF8), 0];
        try
        {
            fixed (nint* table = pointers)
            {
                byte** start = (byte**)table;
                return kernel.Run(() => Program.Run(arguments.Length, start));
            }
        }
        finally
        {
            Array.ForEach(pointers, Marshal.FreeCoTaskMem);
        }
    }
}
