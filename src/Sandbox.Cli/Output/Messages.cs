using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Output;

/// <summary>Everything for people goes to stderr, a line each, with our name in front.</summary>
internal sealed class Messages(TextWriter error, bool quiet, Func<Colors>? colors = null)
{
    private const string Name = "claude-sandbox:";
    private const string Mark = "WARNING:";

    private Colors Colors => colors?.Invoke() ?? Colors.None;

    public void Notice(string text)
    {
        if (!quiet)
        {
            error.WriteLine(text.StartsWith(Mark, StringComparison.Ordinal)
                ? $"{Colors.Warning($"{Name} note: {Mark}")}{text[Mark.Length..]}"
                : $"{Colors.Note($"{Name} note:")} {text}");
        }
    }

    /// <summary>What the user has to know even when asked for quiet: something is not as they will take it to be.</summary>
    public void Warning(string text) => error.WriteLine($"{Colors.Warning($"{Name} warning:")} {text}");

    public void Error(SandboxException exception)
    {
        Line(exception.Message, exception.Code);
        for (int i = 0; i < exception.Others.Count; i++)
        {
            Line(exception.Others[i], i < exception.OtherCodes.Count ? exception.OtherCodes[i] : exception.Code);
        }
    }

    public void Unexpected(Exception exception) =>
        error.WriteLine($"{Colors.Error(Name)} unexpected {exception.GetType().Name}: {PrintableText.Escape(exception.Message)}: please report this");

    private void Line(string message, ErrorCode code) =>
        error.WriteLine($"{Colors.Error(Name)} {PrintableText.Escape(message)} [CS{(int)code}]");
}
