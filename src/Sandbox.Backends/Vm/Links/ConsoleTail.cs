using System.Text;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Vm.Links;

/// <summary>Keeps the last of what QEMU and the guest's kernel say, for the case that nothing else does.</summary>
internal sealed class ConsoleTail
{
    private const int Most = 4096;

    private readonly Descriptor _pipe;
    private readonly List<byte> _last = [];
    private readonly Thread _thread;

    /// <param name="pipe">Owned.</param>
    public ConsoleTail(Descriptor pipe)
    {
        _pipe = pipe;
        _thread = new Thread(Run) { IsBackground = true, Name = "console" };
        _thread.Start();
    }

    /// <summary>The last line that says something, fit for a message; null for none. Only after the last writer has gone.</summary>
    public string? LastLine()
    {
        _thread.Join();
        string? line = Encoding.UTF8.GetString([.. _last]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(static l => l.Length > 0);
        return line is null ? null : PrintableText.Escape(line.Length > 300 ? line[..300] : line);
    }

    private void Run()
    {
        byte[] buffer = new byte[Most];
        using (_pipe)
        {
            try
            {
                for (int count = _pipe.Read(buffer); count > 0; count = _pipe.Read(buffer))
                {
                    _last.AddRange(buffer.AsSpan(0, count));
                    if (_last.Count > Most)
                    {
                        _last.RemoveRange(0, _last.Count - Most);
                    }
                }
            }
            catch (IOException)
            {
                // What has been read is all there is.
            }
        }
    }
}
