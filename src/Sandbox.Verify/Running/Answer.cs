using System.Globalization;
using Sandbox.Linux;

namespace Sandbox.Verify.Running;

/// <summary>What the probe said of one attempt. It comes from inside: to be believed only where nothing can be seen outside.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Number">The errno, exit code or signal, or the number that a success gave.</param>
/// <param name="Text">What a success showed.</param>
internal sealed record Answer(AnswerKind Kind, long Number, string Text)
{
    /// <summary>The signal that a filter ends a process with.</summary>
    private const int SIGSYS = 31;

    public static Answer Missing { get; } = new(AnswerKind.None, 0, string.Empty);

    public bool Worked => Kind == AnswerKind.Ok;

    /// <summary>Whether something was read.</summary>
    public bool HasText => Worked && Text.Length > 0;

    /// <summary>EPERM, ENOSYS, EAFNOSUPPORT or the filter's signal: answers that a sandbox gives in place of the kernel's own.</summary>
    public bool Refused => Kind == AnswerKind.Errno ? Number is 1 or 38 or 97 : Kind == AnswerKind.Signal && Number == SIGSYS;

    public override string ToString() => Kind switch
    {
        AnswerKind.None => "no answer",
        AnswerKind.Ok => "success",
        AnswerKind.Errno => Errno.Name((int)Number),
        AnswerKind.Exit => string.Create(CultureInfo.InvariantCulture, $"exit code {Number}"),
        _ => Number == SIGSYS ? "SIGSYS" : string.Create(CultureInfo.InvariantCulture, $"signal {Number}"),
    };

    /// <param name="words">"ok TEXT", "no 13", "exit 0" or "signal 31".</param>
    public static Answer Parse(string words)
    {
        string[] parts = words.Split(' ', 2);
        string rest = parts.Length > 1 ? parts[1] : string.Empty;
        _ = long.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        return parts[0] switch
        {
            "ok" => new Answer(AnswerKind.Ok, number, Decode(rest)),
            "no" => new Answer(AnswerKind.Errno, number, string.Empty),
            "exit" => new Answer(AnswerKind.Exit, number, string.Empty),
            "signal" => new Answer(AnswerKind.Signal, number, string.Empty),
            _ => Missing,
        };
    }

    private static string Decode(string text)
    {
        System.Text.StringBuilder decoded = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && int.TryParse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int value))
            {
                _ = decoded.Append((char)value);
                i += 2;
            }
            else
            {
                _ = decoded.Append(text[i]);
            }
        }

        return decoded.ToString();
    }
}
