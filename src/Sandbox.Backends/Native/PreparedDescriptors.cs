using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Native;

/// <summary>Numbers that are free for a program that prepares; PID 1 closes them.</summary>
internal static class PreparedDescriptors
{
    public const int First = PlanFormat.ErrorsDescriptor + 1;
}
