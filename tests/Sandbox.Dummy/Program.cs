namespace Sandbox.Dummy;

/// <summary>
/// The child that process tests start. Every verb does one observable thing and says nothing else;
/// an unknown verb exits with 64 (EX_USAGE), which no verb uses for itself.
/// </summary>
internal static class Program
{
    private const int UsageError = 64;

    private static int Main(string[] args) => args switch
    {
        ["exit", var code] when int.TryParse(code, out int value) => value,
        ["signal", var name] => Signals.Die(name),
        ["print-args", ..] => Verbs.PrintArguments(),
        ["print-env"] => Verbs.PrintEnvironment(),
        ["print-cwd"] => Verbs.PrintDirectory(),
        ["echo-stdin"] => Verbs.EchoInput(),
        ["sleep", var seconds] => Verbs.Sleep(seconds),
        ["ignore-term", var seconds] => Signals.IgnoreTermination() ? Verbs.Sleep(seconds) : UsageError,
        ["fds"] => Descriptors.Print(),
        ["write", var file, var text] => Verbs.Write(file, text),
        ["stderr", var text] => Verbs.PrintError(text),
        ["get", var address] => Verbs.Get(address),
        _ => Usage(),
    };

    private static int Usage()
    {
        Console.Error.WriteLine(
            "sandbox-dummy: expected exit N | signal NAME | print-args ... | print-env | print-cwd | echo-stdin | sleep SECONDS"
            + " | ignore-term SECONDS | fds | write FILE TEXT | stderr TEXT | get URL");
        return UsageError;
    }
}
