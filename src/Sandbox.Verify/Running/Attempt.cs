using System.Text;
using Sandbox.Linux.Files;

namespace Sandbox.Verify.Running;

/// <summary>One line of the probe's script: a word that it knows and its arguments.</summary>
/// <param name="Word">"read", "call", "tcp", ...: the probe's sources say what each does.</param>
/// <param name="Arguments">Without limits on their bytes.</param>
internal sealed record Attempt(string Word, params string[] Arguments)
{
    private const int MostWords = 22;

    /// <param name="label">What the answer begins with.</param>
    public string Line(string label) => Arguments.Length > MostWords
        ? throw new ArgumentException($"{Word} has more than {MostWords} arguments", nameof(label))
        : string.Join('\t', [label, Word, .. Arguments.Select(Encode)]) + "\n";

    // Only structures of the kernel hold a NUL; ByteText, which is for names, takes none.
    private static string Encode(string argument) => string.Join("%00", argument.Split('\0').Select(EncodeText));

    private static string EncodeText(string argument)
    {
        StringBuilder text = new();
        foreach (byte b in ByteText.Encode(argument))
        {
            _ = b is > (byte)' ' and < 127 and not (byte)'%' ? text.Append((char)b) : text.Append($"%{b:x2}");
        }

        return text.ToString();
    }
}
