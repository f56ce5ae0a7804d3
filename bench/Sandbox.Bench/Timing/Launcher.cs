using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Bench.Timing;

/// <summary>Starts a variant by posix_spawn, waits for it, and kills it when it takes too long.</summary>
/// <param name="quiet">The child's output goes to /dev/null; also, no tool finds a terminal there and prepares for it.</param>
internal sealed class Launcher(bool quiet) : IDisposable
{
    private const int SIGKILL = 9;

    private readonly Descriptor _null = Descriptor.Append("/dev/null");

    public Launched Run(Variant variant)
    {
        using SafeFileHandle? input = variant.Input is null ? null : File.OpenHandle(variant.Input, share: FileShare.ReadWrite);
        List<(Descriptor, int)> descriptors = quiet ? [(_null, 1), (_null, 2)] : [];
        if (input is not null)
        {
            descriptors.Add((Descriptor.Borrow((int)input.DangerousGetHandle()), Variant.InputDescriptor));
        }

        long started = Stopwatch.GetTimestamp();
        using SpawnedProcess child = Spawn.Start(variant.Executable, [variant.Executable, .. variant.Arguments], variant.Environment, descriptors);
        bool inTime = Poll.Wait(child.Ended, variant.Limit);
        if (!inTime)
        {
            _ = child.Signal(SIGKILL);
        }

        int code = child.Wait();
        return new Launched(started, Stopwatch.GetTimestamp(), code, !inTime);
    }

    public void Dispose() => _null.Dispose();
}
