using System.Globalization;
using Sandbox.Linux.Kernel;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Decoys;

/// <summary>The process outside that holds the tag in its environment, in a kernel key and in shared memory.</summary>
internal sealed class DecoyProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int Urgent = 23;
    private readonly StandingProgram _program;

    private DecoyProcess(StandingProgram program, int segmentKey)
    {
        _program = program;
        SegmentKey = segmentKey;
        Answers said = new();
        said.Add(System.Text.Encoding.ASCII.GetBytes(program.Output));
        Key = said["key"] is { Worked: true } key ? key.Number : null;
        HasSegment = said["segment"].Worked;
    }

    public int Pid => _program.Pid;

    /// <summary>Serial number of the kernel key; null where the kernel gave none.</summary>
    public long? Key { get; }

    public int SegmentKey { get; }

    /// <summary>Whether a SIGURG has been sent to it.</summary>
    public bool HasUrgent
    {
        get
        {
            const string Pending = "ShdPnd:";
            string? line = File.ReadLines($"/proc/{Pid}/status").FirstOrDefault(static l => l.StartsWith(Pending, StringComparison.Ordinal));
            return line is not null && (ulong.Parse(line[Pending.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Urgent - 1))) != 0;
        }
    }

    public bool HasSegment { get; }

    /// <exception cref="IOException">It does not start.</exception>
    public static DecoyProcess Start(Runner runner, string probe)
    {
        int key = (BitConverter.ToInt32(KernelRandom.Bytes(4)) & 0x3fff_ffff) | (1 << 20);
        StandingProgram program = runner.Start([probe, "decoy", key.ToString(CultureInfo.InvariantCulture)]);
        if (!StandingProgram.Until(() => program.Output.Contains("segment", StringComparison.Ordinal), Patience))
        {
            program.Dispose();
            throw new IOException($"{probe} does not start: it may lie on a file system on which nothing can be executed");
        }

        return new DecoyProcess(program, key);
    }

    public void Dispose() => _program.Dispose();
}
