using System.Runtime.InteropServices;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Tests.Plans;

/// <summary>What a plan's tables may point to.</summary>
public sealed class PlanTableTests
{
    private delegate void Edit(ref PlanMount mount, uint length);

    private delegate void EditSession(ref PlanSession session, uint length);

    private static readonly Dictionary<string, Edit> Mounts = new(StringComparer.Ordinal)
    {
        ["an unknown kind 0"] = (ref PlanMount m, uint _) => m.Kind = 0,
        ["an unknown kind 11"] = (ref PlanMount m, uint _) => m.Kind = 11,
        ["no source"] = (ref PlanMount m, uint _) => m.Source = 0,
        ["a source behind the end"] = (ref PlanMount m, uint length) => m.Source = length,
        ["a relative source"] = (ref PlanMount m, uint _) => m.Source++,
        ["no target"] = (ref PlanMount m, uint _) => m.Target = 0,
        ["a target behind the end"] = (ref PlanMount m, uint length) => m.Target = length,
        ["a relative target"] = (ref PlanMount m, uint _) => m.Target++,
        ["data behind the end"] = (ref PlanMount m, uint length) => m.Data = length,
        ["data that goes on behind the end"] = (ref PlanMount m, uint length) => m.DataLength = length - m.Data + 1,
        ["data as long as 32 bits can say"] = (ref PlanMount m, uint _) => m.DataLength = uint.MaxValue,
    };

    private static readonly Dictionary<string, EditSession> Sessions = new(StringComparer.Ordinal)
    {
        ["no candidate"] = (ref PlanSession s, uint _) => s.CandidateCount = 0,
        ["no argument"] = (ref PlanSession s, uint _) => s.ArgumentCount = 0,
        ["no directory"] = (ref PlanSession s, uint _) => s.DirectoryOffset = 0,
        ["a directory behind the end"] = (ref PlanSession s, uint length) => s.DirectoryOffset = length,
        ["one candidate more than there is"] = (ref PlanSession s, uint _) => s.CandidateCount++,
        ["one argument less than there is"] = (ref PlanSession s, uint _) => s.ArgumentCount--,
        ["more variables than allowed"] = (ref PlanSession s, uint _) => s.EnvironmentCount = PlanFormat.MaxStrings + 1,
        ["variables whose count wraps"] = (ref PlanSession s, uint _) => s.EnvironmentCount = uint.MaxValue,
        ["arguments in the header"] = (ref PlanSession s, uint _) => s.ArgumentsOffset = 16,
        ["arguments at an odd offset"] = (ref PlanSession s, uint _) => s.ArgumentsOffset += 4,
        ["variables behind the end"] = (ref PlanSession s, uint length) => s.EnvironmentOffset = (length + 7) & ~7u,

        // The tables become pointers in place: a second one on the same bytes would be followed to anywhere.
        ["the arguments table used for candidates too"] = (ref PlanSession s, uint _) => (s.CandidatesOffset, s.CandidateCount) = (s.ArgumentsOffset, s.ArgumentCount),
        ["the variables table used for arguments too"] = (ref PlanSession s, uint _) => (s.ArgumentsOffset, s.ArgumentCount) = (s.EnvironmentOffset, s.EnvironmentCount),
        ["candidates that are the end of the arguments"] = (ref PlanSession s, uint _) =>
            (s.CandidatesOffset, s.CandidateCount) = (s.ArgumentsOffset + 8, s.ArgumentCount - 1),
    };

    public static TheoryData<string> WrongMounts => new(Mounts.Keys);

    public static TheoryData<string> WrongSessions => new(Sessions.Keys);

    [Theory]
    [MemberData(nameof(WrongMounts))]
    public void A_mount_that_points_to_nothing_is_refused(string what)
    {
        byte[] plan = SamplePlans.Bare().Mount(MountKind.Bind, "/a", MountFlags.Create, "/b", "data").Build();
        Assert.True(GuardedPlan.IsSound(plan));
        PlanHeader header = MemoryMarshal.Read<PlanHeader>(plan);
        Mounts[what](ref MemoryMarshal.AsRef<PlanMount>(plan.AsSpan((int)header.MountsOffset)), (uint)plan.Length);
        Assert.False(GuardedPlan.IsSound(plan));
    }

    [Theory]
    [MemberData(nameof(WrongSessions))]
    public void A_session_that_points_to_nothing_is_refused(string what)
    {
        byte[] plan = SamplePlans.Bare().Build();
        Assert.True(GuardedPlan.IsSound(plan));
        PlanHeader header = MemoryMarshal.Read<PlanHeader>(plan);
        Sessions[what](ref MemoryMarshal.AsRef<PlanSession>(plan.AsSpan((int)header.SessionOffset)), (uint)plan.Length);
        Assert.False(GuardedPlan.IsSound(plan));
    }

    [Theory]
    [InlineData(4095, true)]
    [InlineData(4096, false)]
    [InlineData(10_000_000, false)]
    public void A_target_longer_than_any_path_is_refused(int length, bool sound) =>
        Assert.Equal(sound, GuardedPlan.IsSound(SamplePlans.Bare().Mount(MountKind.Directory, "/" + new string('x', length - 1)).Build()));

    [Fact]
    public void A_table_of_strings_on_top_of_the_session_or_the_filter_is_refused()
    {
        // A string table of one zero fits anywhere; the session and the filter are followed by such a word.
        byte[] plan = SamplePlans.Bare().Build();
        PlanHeader header = MemoryMarshal.Read<PlanHeader>(plan);
        foreach (uint offset in (uint[])[header.SeccompOffset, header.SeccompOffset + 16])
        {
            ref PlanSession session = ref MemoryMarshal.AsRef<PlanSession>(plan.AsSpan((int)header.SessionOffset));
            (session.EnvironmentOffset, session.EnvironmentCount) = (offset, 0);
            Assert.False(GuardedPlan.IsSound(plan), $"variables at {offset}");
        }
    }

    [Fact]
    public void Only_relocking_may_name_the_root_itself()
    {
        Assert.True(GuardedPlan.IsSound(SamplePlans.Bare().Mount(MountKind.Relock, "/").Build()));
        foreach (MountKind kind in Enum.GetValues<MountKind>().Where(k => k != MountKind.Relock))
        {
            Assert.False(GuardedPlan.IsSound(SamplePlans.Bare().Mount(kind, "/", MountFlags.Optional, "/x").Build()), $"{kind}");
        }
    }
}
