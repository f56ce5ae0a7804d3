using Sandbox.Core.Diagnostics;
using Sandbox.Linux;
using Sandbox.Linux.Files;

namespace Sandbox.Cli.Hosting;

/// <summary>Writes to an inherited descriptor as it is: no seeking, no terminal handling, a closed reader is not an error, a full disk behind stdout is one.</summary>
internal sealed class DescriptorStream(int number) : Stream
{
    private const int StandardOutput = 1;

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
        catch (IOException e) when (number != StandardOutput || e.HResult == Errno.EPIPE)
        {
            // Nobody listens any more (`plan | head`), or there is nobody left to tell.
        }
        catch (IOException e)
        {
            throw new SandboxException(ErrorCode.HostEnvironment, $"{e.Message}: what should have gone to stdout is incomplete", e);
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
