using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Tests.Fakes;

internal sealed partial class FakeKernel
{
    private const int ExtraDescriptor = 9;

    private readonly SortedDictionary<long, OpenDescriptor> _descriptors = new()
    {
        [0] = new("stdin"),
        [1] = new("stdout"),
        [2] = new("stderr"),
        [PlanFormat.PlanDescriptor] = new("plan"),
        [PlanFormat.StatusDescriptor] = new("status"),
        [PlanFormat.LivenessDescriptor] = new("liveness"),
        [PlanFormat.ControlDescriptor] = new("control"),

        [PlanFormat.HoldDescriptor] = new("hold"),

        // One that the launcher never meant to hand over.
        [ExtraDescriptor] = new("extra"),
    };

    /// <summary>Hands over the entrances of so many control groups, from PlanFormat.CgroupDescriptor on.</summary>
    public FakeKernel WithCgroups(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _descriptors[PlanFormat.CgroupDescriptor + i] = new($"cgroup {i}");
        }

        return this;
    }

    /// <summary>Names of all open descriptors by number.</summary>
    public IReadOnlyDictionary<long, string> Open() => _descriptors.ToDictionary(d => d.Key, d => d.Value.Name);

    /// <summary>What a descriptor is called in call texts; "closed N" when it is none.</summary>
    public string Name(long descriptor) =>
        descriptor == C.AT_FDCWD ? "AT_FDCWD" : $"<{Descriptor(descriptor)?.Name ?? $"closed {descriptor}"}>";

    private OpenDescriptor? Descriptor(long number) => _descriptors.GetValueOrDefault(number);

    private long Add(OpenDescriptor descriptor, long from = 0)
    {
        // The lowest free number, as the kernel promises.
        long number = from;
        while (_descriptors.ContainsKey(number))
        {
            number++;
        }

        _descriptors[number] = descriptor;
        return number;
    }

    private long Close(long number) => _descriptors.Remove(number) ? 0 : -C.EBADF;

    private long CloseRange(long first, long last)
    {
        foreach (long number in _descriptors.Keys.Where(n => n >= first && n <= last).ToArray())
        {
            _descriptors.Remove(number);
        }

        return 0;
    }

    private long Duplicate(long from, long to, long flags)
    {
        if (Descriptor(from) is not { } source)
        {
            return -C.EBADF;
        }

        _descriptors[to] = new OpenDescriptor(source.Name) { ClosesOnExec = (flags & C.O_CLOEXEC) != 0 };
        return to;
    }

    private unsafe long Pipe(long ends, long flags)
    {
        bool closes = (flags & C.O_CLOEXEC) != 0;
        int* two = (int*)ends;
        two[0] = (int)Add(new OpenDescriptor("own liveness") { ClosesOnExec = closes });
        two[1] = (int)Add(new OpenDescriptor("own life") { ClosesOnExec = closes });
        return 0;
    }

    /// <summary>An open file description, as far as it matters here.</summary>
    private sealed class OpenDescriptor(string name)
    {
        public string Name { get; } = name;

        public bool ClosesOnExec { get; init; }

        /// <summary>MOUNT_ATTR_* of a detached mount.</summary>
        public ulong Attributes { get; set; }

        /// <summary>Attached by now, so that the descriptor stands for a place in the tree.</summary>
        public bool IsMount { get; init; }
    }
}
