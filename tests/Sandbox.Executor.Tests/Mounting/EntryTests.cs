using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Mounting;

/// <summary>Links, directories and files with given contents.</summary>
public sealed class EntryTests
{
    [Fact]
    public void A_symbolic_link_says_what_the_plan_says_unresolved() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Symlink, "/bin", MountFlags.Create, "../usr/bin"),
            $"""
            symlinkat("../usr/bin", <root>, "bin")
            """);

    [Fact]
    public void A_directory_has_the_planned_mode() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.Directory, "/run", MountFlags.Create, other: new PlanMount { Mode = 0b1_111_111_111 }),
            $"""
            mkdirat(<root>, "run", 01777)
            """);

    [Fact]
    public void A_directory_that_exists_is_left_as_it_is() =>
        MountCalls.Expect(
            SamplePlans.Bare()
                .Mount(MountKind.Directory, "/run", MountFlags.Create, other: new PlanMount { Mode = 0b111_101_101 })
                .Mount(MountKind.Directory, "/run", MountFlags.Create, other: new PlanMount { Mode = 0 }),
            $"""
            mkdirat(<root>, "run", 0755)
            mkdirat(<root>, "run", 00) -> EEXIST
            """);

    [Fact]
    public void A_file_is_new_and_holds_exactly_the_planned_bytes()
    {
        string data = string.Concat(Enumerable.Range(0, 256).Select(i => (char)i));
        using FakeKernel kernel = SamplePlans.Bare()
            .Mount(MountKind.File, "/f", MountFlags.Create, data: data, other: new PlanMount { Mode = 0b110_000_000 }).Kernel();
        Assert.NotNull(kernel.Launch().Executed);
        Assert.Equal("openat(<root>, \"f\", WRONLY|CREAT|EXCL|NOFOLLOW|CLOEXEC, 0600)", MountCalls.Of(kernel).First());
        Assert.Equal(data.Select(c => (byte)c), kernel.Written["root/f"]);
    }

    [Fact]
    public void An_empty_file_is_made_without_a_write() =>
        MountCalls.Expect(
            SamplePlans.Bare().Mount(MountKind.File, "/f", MountFlags.Create, other: new PlanMount { Mode = 0b100_100_100 }),
            $"""
            openat(<root>, "f", WRONLY|CREAT|EXCL|NOFOLLOW|CLOEXEC, 0444)
            close(<root:/f>)
            """);

    [Fact]
    public void A_file_never_replaces_what_is_there() =>
        MountCalls.ExpectRefusal(
            SamplePlans.Bare()
                .Mount(MountKind.Symlink, "/f", MountFlags.Create, "elsewhere")
                .Mount(MountKind.File, "/f", MountFlags.Create, data: "x"),
            $"Error WriteFile {C.EEXIST} /f");

    [Fact]
    public void A_link_never_replaces_what_is_there() =>
        MountCalls.ExpectRefusal(
            SamplePlans.Bare()
                .Mount(MountKind.Directory, "/d", MountFlags.Create)
                .Mount(MountKind.Symlink, "/d", MountFlags.Create, "elsewhere"),
            $"Error CreateLink {C.EEXIST} /d");

    [Theory]
    [InlineData((int)MountKind.Symlink)]
    [InlineData((int)MountKind.Directory)]
    [InlineData((int)MountKind.File)]
    public void Without_create_an_entry_below_a_missing_directory_ends_the_launch(int kind) =>
        MountCalls.ExpectRefusal(
            SamplePlans.Bare().Mount((MountKind)kind, "/none/x", MountFlags.None, "source"),
            $"Error OpenTarget {C.ENOENT} /none/x");
}
