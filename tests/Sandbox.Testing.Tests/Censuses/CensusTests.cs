namespace Sandbox.Testing.Tests;

/// <summary>Seeing what a run has left behind. Each sensor is fired once by the test itself.</summary>
public sealed class CensusTests : IDisposable
{
    private static readonly CensusScope Nothing = new() { Programs = [], MountsUnder = [], Cgroups = [] };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TempDirectory directory = TempDirectory.Create();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void An_untouched_host_is_restored()
    {
        _ = directory.WriteFile("file", "x");

        Census.Take(Nothing with { Directories = [directory.Path], MountsUnder = [directory.Path], Marker = directory.Path }).AssertRestored();
    }

    [Fact]
    public void A_new_a_changed_and_a_missing_file_are_named()
    {
        _ = directory.WriteFile("changed", "before");
        _ = directory.WriteFile("missing", "x");
        Census before = Census.Take(Nothing with { Directories = [directory.Path] });
        _ = directory.WriteFile("changed", "after!");
        File.Delete(directory.At("missing"));
        _ = File.CreateSymbolicLink(directory.At("new"), "/etc");

        IReadOnlyList<string> difference = Census.Take(before.Scope).DifferenceFrom(before);

        Assert.Equal(3, difference.Count);
        Assert.StartsWith($"~ file {directory.At("changed")}: regular 0644", difference[0], StringComparison.Ordinal);
        Assert.StartsWith($"- file {directory.At("missing")}: regular 0644", difference[1], StringComparison.Ordinal);
        Assert.StartsWith($"+ file {directory.At("new")}: link 0777", difference[2], StringComparison.Ordinal);
        Assert.EndsWith("-> /etc", difference[2], StringComparison.Ordinal);
        _ = Assert.Throws<TestFailureException>(() => before.AssertRestored());
    }

    [Fact]
    public void A_changed_mode_alone_is_a_difference()
    {
        string file = directory.WriteFile("file", "x");
        Census before = Census.Take(Nothing with { Directories = [directory.Path] });

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.SetUser);

        Assert.Contains("4400", Assert.Single(Census.Take(before.Scope).DifferenceFrom(before)), StringComparison.Ordinal);
    }

    [FactWithin(20)]
    public void A_fifo_is_not_opened()
    {
        _ = ProcessRun.Run("/usr/bin/mkfifo", directory.At("fifo")).ExpectExit();

        Assert.StartsWith("fifo", Census.Take(Nothing with { Directories = [directory.Path] }).Entries[$"file {directory.At("fifo")}"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_tree_that_appears_is_a_difference()
    {
        Census before = Census.Take(Nothing with { Directories = [directory.At("later")] });

        _ = directory.Directory("later");

        Assert.Contains("absent", Assert.Single(Census.Take(before.Scope).DifferenceFrom(before)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_of_ours_is_seen_until_it_ends()
    {
        Census before = Census.Take(Nothing with { Marker = directory.Path });
        ProcessRequest request = Dummy.Request("sleep", "60").WithVariable("MARKER", directory.Path);
        using (LiveProcess process = ProcessRun.Start(request))
        {
            process.WaitForOutput("ready", Patience);
            Assert.StartsWith($"+ process {process.Id}@", Assert.Single(Census.Take(before.Scope).DifferenceFrom(before)), StringComparison.Ordinal);
        }

        before.AssertRestored();
    }

    [Fact]
    public void A_process_is_known_by_the_name_of_its_program()
    {
        // A name of its own, because another checkout may run the same test on this machine.
        string name = $"claude-sandbox-probe-{Guid.NewGuid():N}";
        string program = directory.At(name);
        File.Copy("/bin/sleep", program);
        using LiveProcess process = ProcessRun.Start(new ProcessRequest(program, "60"));
        File.Delete(program);

        Assert.EndsWith($"{name} 60", Assert.Single(Census.Take(Nothing with { Programs = [name] }).Entries).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zombie_does_not_count()
    {
        string script = $"/bin/sleep 0.1 & echo $!; exec /bin/sleep 60";
        using LiveProcess process = ProcessRun.Start(new ProcessRequest("/bin/sh", "-c", script).WithVariable("MARKER", directory.Path));
        process.WaitForOutput("\n", Patience);
        int zombie = int.Parse(process.OutputSoFar);

        Assert.True(SpinWait.SpinUntil(() => ProcessState.Read(zombie) is { State: 'Z' }, Patience));
        Assert.StartsWith($"process {process.Id}@", Assert.Single(Census.Take(Nothing with { Marker = directory.Path }).Entries).Key, StringComparison.Ordinal);
    }
}
