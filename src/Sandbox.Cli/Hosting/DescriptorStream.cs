using Sandbox.Linux.Files;

namespace Sandbox.Cli.Hosting;

/// <summary>Writes to an inherited descriptor as it is: no seeking, no terminal handling, a closed reader is not an error.</summary>
internal sealed class DescriptorStream(int number) : Stream
{
    // Borrowed: disposing it leaves the number open, which belongs to whoever started this program.
    private readonly Descriptor _descriptor = Descriptor.Borrow(number);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _descriptor.WriteAll(buffer);
        }
        catch (IOException)
        {
            // EPIPE: nobody listens any more, and there is nobody to tell.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _descriptor.Dispose();
        }

        base.Dispose(disposing);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
