using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>What a program that prepares is given beside the hand-over.</summary>
internal static class PreparedDescriptors
{
    /// <summary>The first number that it may use for itself; PID 1 closes them.</summary>
    public const int First = PlanFormat.UserNamespaceDescriptor + 1;

    /// <summary>0, 1 and 2 for itself, and those of the caller by other numbers. A number that was closed for the caller stays so for the payload.</summary>
    /// <param name="preparation">Who gets them.</param>
    /// <param name="opened">What the caller has to close.</param>
    public static IEnumerable<(Descriptor Source, int Target)> Standard(Preparation preparation, List<Descriptor> opened)
    {
        Descriptor nothing = Descriptor.Null();
        opened.Add(nothing);
        for (int i = 0; i <= 2; i++)
        {
            Descriptor standard = Descriptor.Borrow(i);
            if (standard.IsInherited)
            {
                yield return (standard, PlanFormat.StandardDescriptors + i);
            }

            yield return (i == 2 ? preparation.Messages : nothing, i);
        }
    }
}
