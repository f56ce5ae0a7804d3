using System.Globalization;
using System.Text;

namespace Sandbox.Bench.Reporting;

/// <summary>Text for docs/benchmarks.md, piece by piece.</summary>
internal sealed class Markdown
{
    private readonly StringBuilder _text = new();

    public static string Number(double value, int decimals = 2) => value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public void Heading(string text, int level = 2) => Paragraph(new string('#', level) + " " + text);

    public void Paragraph(string text)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        _text.Append(text).Append('\n');
    }

    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        _text.Append('\n');
        Row(head);
        Row([.. head.Select(_ => "---")]);
        foreach (IReadOnlyList<string> row in rows)
        {
            Row(row);
        }
    }

    public override string ToString() => _text.ToString();

    private void Row(IReadOnlyList<string> cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
