using System.Text;

namespace Sandbox.Verify.Running;

/// <summary>The probe's lines by their labels. Lines that nobody asked for are passed over.</summary>
internal sealed class Answers
{
    private readonly Dictionary<string, Answer> _all = new(StringComparer.Ordinal);

    public Answer this[string label] => _all.GetValueOrDefault(label, Answer.Missing);

    public int Count => _all.Count;

    public void Add(ReadOnlySpan<byte> output)
    {
        foreach (string line in Encoding.ASCII.GetString(output).Split('\n'))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0)
            {
                _ = _all.TryAdd(line[..space], Answer.Parse(line[(space + 1)..]));
            }
        }
    }
}
