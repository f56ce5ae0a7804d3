using Internal.Runtime.CompilerHelpers;
using Sandbox.Executor.Kernel;

namespace Sandbox.Probe;

/// <summary>
/// claude-sandbox-probe: makes the attempts that it reads on standard input (see <see cref="Script"/>), inside a sandbox and, as the control,
/// outside. It judges nothing. Its other words are the parts that an attack needs around it.
/// </summary>
internal static unsafe class Program
{
    private const int Usage = 64;

    private static int Main() => Run(StartupCodeHelpers.ArgumentCount, StartupCodeHelpers.Arguments);

    private static int Run(int count, byte** words)
    {
        Surroundings.Environment = words + count + 1;
        if (count == 1)
        {
            return Script.Run();
        }

        byte* word = words[1];
        return Word.Is(word, "hold\0"u8) ? Hold.Run(count - 2, words + 2)
            : Word.Is(word, "decoy\0"u8) && count == 3 ? Decoy.Run(words[2])
            : Word.Is(word, "wait\0"u8) ? Standing.Wait()
            : Word.Is(word, "beat\0"u8) && count == 3 ? Standing.Beat(words[2])
            : Word.Is(word, "parent\0"u8) && count == 3 ? Standing.Parent(words[2])
            : Word.Is(word, "serve\0"u8) && count == 3 ? Standing.Serve(words[2])
            : Word.Is(word, "remove\0"u8) && count == 3 ? Tree.Remove(words[2])
            : Word.Is(word, "exit\0"u8) && count == 3 ? (int)Word.Number(words[2])
            : Usage;
    }
}
