using System.Text;

namespace Sandbox.Linux.Processes;

/// <summary>Cuts a byte stream into lines; memory use is bounded however long a line is.</summary>
internal sealed class LineSplitter(Action<string> line)
{
    internal const int LongestLine = 64 * 1024;

    private readonly List<byte> _pending = [];

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            int room = LongestLine - _pending.Count;
            int take = Math.Min(end < 0 ? bytes.Length : end, room);
            _pending.AddRange(bytes[..take]);
            bytes = bytes[take..];

            if (end >= 0 && take == end)
            {
                bytes = bytes[1..];
                Emit();
            }
            else if (_pending.Count == LongestLine)
            {
                Emit();
            }
        }
    }

    internal void Finish()
    {
        if (_pending.Count > 0)
        {
            Emit();
        }
    }

    private void Emit()
    {
        int length = _pending.Count;
        if (length > 0 && _pending[length - 1] == (byte)'\r')
        {
            length--;
        }

        string text = Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending)[..length]);
        _pending.Clear();
        line(text);
    }
}
