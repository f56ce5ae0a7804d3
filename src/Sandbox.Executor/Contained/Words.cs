using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Setup;

namespace Sandbox.Executor.Contained;

/// <summary>The first word of a command line that has to do with a container.</summary>
internal static unsafe class Words
{
    private const int AttachArguments = 9;

    /// <summary>Returns when it is none of them.</summary>
    public static void Obey(Launch* launch, int argumentCount, byte** arguments)
    {
        if (Is(arguments[1], Text.Z("attach\0"u8)) && argumentCount == AttachArguments)
        {
            Attach.Run(launch, arguments + 2);
        }

        launch->Status = PlanFormat.StatusDescriptor;
        launch->Liveness = PlanFormat.LivenessDescriptor;
        launch->Control = PlanFormat.ControlDescriptor;
        if (Is(arguments[1], Text.Z("contain\0"u8)))
        {
            Contain.Run(launch, arguments + 2);
        }

        if (Is(arguments[1], Text.Z("contained\0"u8)))
        {
            Container.Run(launch, arguments[2]);
        }
    }

    private static bool Is(byte* word, byte* known) => Text.Same(word, known, Text.Length(known) + 1);
}
