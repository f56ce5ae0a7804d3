using System.Globalization;
using System.Text;

namespace Sandbox.Egress.Http;

/// <summary>Puts heads together. Every part came through a parser of this namespace, so none holds a line end.</summary>
internal sealed class HeadWriter
{
    private readonly StringBuilder _text = new(512);

    public static HeadWriter Request(string method, string path) => new HeadWriter().Line($"{method} {path} HTTP/1.1");

    public static HeadWriter Response(int status, string reason) =>
        new HeadWriter().Line(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {reason}"));

    public HeadWriter Field(string name, string value) => Line($"{name}: {value}");

    public HeadWriter Fields(IEnumerable<HeaderField> fields)
    {
        foreach (HeaderField field in fields)
        {
            Field(field.Name, field.Value);
        }

        return this;
    }

    public HeadWriter Framing(BodyFraming framing) => framing.Kind switch
    {
        BodyKind.Chunked => Field("Transfer-Encoding", "chunked"),
        BodyKind.Length => Field("Content-Length", framing.Length.ToString(CultureInfo.InvariantCulture)),
        _ => this,
    };

    /// <summary>The head with its empty line.</summary>
    public byte[] ToBytes() => Encoding.Latin1.GetBytes(_text.Append("\r\n").ToString());

    private HeadWriter Line(string line)
    {
        _text.Append(line).Append("\r\n");
        return this;
    }
}
