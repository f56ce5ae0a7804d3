using System.Text;

namespace Sandbox.Templating.Rendering;

/// <summary>
/// Collects what is written. Inside a code block whose indentation is known every further line of its output gets that indentation, as Scriban does by default.
/// </summary>
/// <param name="room">How many characters may still be written.</param>
internal sealed class IndentingWriter(int room)
{
    private readonly StringBuilder text = new();
    private bool afterLineEnd;

    /// <summary>Null outside of code blocks.</summary>
    public string? Indent { get; set; }

    public override string ToString() => text.ToString();

    /// <exception cref="InvalidOperationException">There is no room left.</exception>
    public void Write(string written)
    {
        if (Indent is null)
        {
            Append(written);
            afterLineEnd = written.Length == 0 ? afterLineEnd : written[^1] == '\n';
            return;
        }

        for (int from = 0; from < written.Length;)
        {
            int end = written.IndexOf('\n', from);
            int past = end < 0 ? written.Length : end + 1;
            if (afterLineEnd)
            {
                Append(Indent);
            }

            Append(written[from..past]);
            afterLineEnd = end >= 0;
            from = past;
        }
    }

    private void Append(string piece)
    {
        if (piece.Length > room - text.Length)
        {
            throw new InvalidOperationException("the output is too long");
        }

        text.Append(piece);
    }
}
