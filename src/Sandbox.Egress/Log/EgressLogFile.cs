using Sandbox.Linux.Files;

namespace Sandbox.Egress.Log;

/// <summary>
/// The network log of a project: a line of JSON a record, 0600, at most two files of a bounded size (the older one ends in <c>.1</c>).
/// A record that cannot be written is counted and forgotten: the log never stops a connection. Safe for many threads.
/// </summary>
public sealed class EgressLogFile : IEgressLog, IDisposable
{
    /// <summary>Octets of one file, unless said otherwise.</summary>
    public const long DefaultMaxBytes = 4 * 1024 * 1024;

    internal const string OlderSuffix = ".1";

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly long _maxBytes;
    private Descriptor? _file;
    private long _size;
    private bool _closed;

    /// <param name="path">The file, made with the first record; its directory must exist and be the user's alone.</param>
    /// <param name="maxBytes">Octets of one file.</param>
    public EgressLogFile(string path, long maxBytes = DefaultMaxBytes)
    {
        _path = path;
        _maxBytes = maxBytes;
    }

    /// <summary>Records that could not be written.</summary>
    public long Lost { get; private set; }

    public void Write(EgressRecord record)
    {
        byte[] line = EgressJson.Write(record);
        lock (_lock)
        {
            try
            {
                Append(line);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The next record tries from the beginning: the disk may have room again.
                Lost++;
                _file?.Dispose();
                _file = null;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file?.Dispose();
        }
    }

    private void Append(byte[] line)
    {
        if (_closed)
        {
            Lost++;
            return;
        }

        Descriptor file = _file ??= Open();
        if (_size > 0 && _size + line.Length > _maxBytes)
        {
            file.Dispose();
            _file = null;
            File.Move(_path, _path + OlderSuffix, overwrite: true);
            file = _file = Open();
        }

        file.WriteAll(line);
        _size += line.Length;
    }

    private Descriptor Open()
    {
        Descriptor file = Descriptor.Append(_path);
        _size = new FileInfo(_path).Length;
        return file;
    }
}
