using Sandbox.Executor.Kernel;

namespace Sandbox.Probe.Attempts;

/// <summary>Every word of the script.</summary>
internal static unsafe class Attempts
{
    private const int UnknownWord = 999;

    public static void Make(byte** words, int count)
    {
        byte* label = words[0];
        byte* word = words[1];
        byte** rest = words + 2;
        int given = count - 2;
        if (!FileAttempts.Make(label, word, rest, given) && !ProcessAttempts.Make(label, word, rest, given) && !SocketAttempts.Make(label, word, rest, given)
            && !ProxyAttempts.Make(label, word, rest, given) && !CallAttempts.Make(label, word, rest, given))
        {
            Answer.Of(label, -UnknownWord);
        }
    }
}
