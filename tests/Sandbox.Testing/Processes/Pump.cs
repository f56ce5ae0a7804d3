using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>Moves a child's input and output and waits for its end, in one thread around poll(2).</summary>
internal sealed class Pump(ProcessRequest request, ChildHandle child, SafeFileHandle? input, SafeFileHandle output, SafeFileHandle error)
{
    // How long descendants that outlive the child may keep its output open before it is taken as it is.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly InputWriter writer = new(input ?? output, request.Input ?? default);
    private bool inputOpen = input is not null;
    private bool outputOpen = true;
    private bool errorOpen = true;
    private TimeSpan? ended;

    public OutputBuffer Output { get; } = new();

    public OutputBuffer Error { get; } = new();

    /// <summary>Runs until the child has ended and its output is read.</summary>
    public ProcessResult Run()
    {
        string? killed = null;
        while (ended is null || ((outputOpen || errorOpen) && clock.Elapsed < ended + DrainTime))
        {
            killed ??= ended is null ? Exceeded() : null;
            TimeSpan deadline = ended is TimeSpan end ? end + DrainTime : killed is null ? request.TimeLimit : TimeSpan.MaxValue;
            Step(deadline - clock.Elapsed);
        }

        ProcessResult result = new()
        {
            Command = request.ToString(),
            ExitCode = child.ExitCode,
            Signal = child.Signal,
            Output = Output.ToArray(),
            Error = Error.ToArray(),
            Duration = ended.Value,
            OutputHeldOpen = outputOpen || errorOpen,
        };
        return killed is null ? result : throw new TestFailureException($"killed because it {killed}: {result}");
    }

    private string? Exceeded()
    {
        string? reason = clock.Elapsed >= request.TimeLimit ? $"ran longer than its {request.TimeLimit.TotalSeconds} s"
            : Output.IsFull || Error.IsFull ? $"wrote more than {OutputBuffer.Limit} bytes"
            : null;
        if (reason is not null)
        {
            _ = child.Send(Signal.Kill, toGroup: true);
        }

        return reason;
    }

    private unsafe void Step(TimeSpan wait)
    {
        // poll skips negative descriptors.
        PollDescriptor* polled = stackalloc PollDescriptor[4];
        polled[0] = Watch(child.Descriptor, ended is null, Abi.POLLIN);
        polled[1] = Watch(output, outputOpen, Abi.POLLIN);
        polled[2] = Watch(error, errorOpen, Abi.POLLIN);
        polled[3] = Watch(input, inputOpen, Abi.POLLOUT);
        int milliseconds = (int)Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, int.MaxValue);
        if (Libc.poll(polled, 4, milliseconds) < 0 && Libc.LastError() != Abi.EINTR)
        {
            throw Libc.Failure("cannot wait for a child", Libc.LastError());
        }

        outputOpen = outputOpen && (polled[1].revents == 0 || Output.ReadFrom(polled[1].fd));
        errorOpen = errorOpen && (polled[2].revents == 0 || Error.ReadFrom(polled[2].fd));
        if (inputOpen && polled[3].revents != 0 && !writer.WriteSome())
        {
            inputOpen = false;
            input!.Dispose();
        }

        if (ended is null && polled[0].revents != 0)
        {
            child.Reap();
            ended = clock.Elapsed;
        }
    }

    private static PollDescriptor Watch(SafeFileHandle? handle, bool wanted, int events) =>
        new() { fd = wanted ? (int)handle!.DangerousGetHandle() : -1, events = (short)events };
}
