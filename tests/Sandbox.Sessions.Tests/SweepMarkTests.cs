using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sandbox.Sessions.Git;
using Sandbox.Sessions.State;
using Sandbox.Sessions.Tests.Fixtures;

namespace Sandbox.Sessions.Tests;

/// <summary>Sweeping costs what is left over, and not what was ever used. The kernel counts what is opened.</summary>
public sealed partial class SweepMarkTests
{
    private const int Others = 40;

    [Fact]
    public void Projects_in_which_nothing_is_left_are_not_opened_however_many_there_are()
    {
        using Project project = new();
        for (int i = 0; i < Others; i++)
        {
            ProjectState other = ProjectState.Open(project.StateRoot, $"/work/other{i}");
            _ = Directory.CreateDirectory(Path.Combine(other.Directory, "git"));
        }

        // The first command after an upgrade looks at all of them, and this is the control: opening one is counted.
        Assert.True(Opened(project) >= Others);
        Assert.Equal(0, Opened(project));

        project.LeaveDead(".vscode");
        Assert.InRange(Opened(project), 1, Others / 2);
        Assert.Empty(project.Names);
        Assert.Equal(0, Opened(project));
    }

    [Fact]
    public void A_mark_is_there_as_long_as_the_sandbox_and_no_longer()
    {
        using Project project = new();
        _ = project.State;
        Sweep(project);
        PlaceholderJournal one = project.Protect(".vscode");
        PlaceholderJournal two = project.Protect(".idea");
        Assert.Single(Marks(project));
        one.Dispose();
        Assert.Single(Marks(project));
        two.Dispose();
        Assert.Empty(Marks(project));
    }

    [Fact]
    public void What_was_left_before_there_were_marks_is_swept()
    {
        using Project project = new();
        project.LeaveDead(".vscode");
        Directory.Delete(Path.Combine(project.StateRoot, "sweep"), recursive: true);
        PlaceholderJournal.SweepAll(project.StateRoot);
        Assert.Empty(project.Names);
        Assert.Empty(project.Journals);
    }

    [Fact]
    public void A_mark_of_a_project_whose_state_has_gone_goes_too()
    {
        using Project project = new();
        project.LeaveDead(".vscode");
        Directory.Delete(project.State.Directory, recursive: true);
        Sweep(project);
        Assert.Empty(Marks(project));
    }

    private static string[] Marks(Project project) => Directory.GetFiles(Path.Combine(project.StateRoot, "sweep"));

    private static void Sweep(Project project)
    {
        PlaceholderJournal.SweepAll(project.StateRoot);
        GitSession.SweepAll(project.StateRoot, []);
    }

    /// <summary>How often a directory or file of any project's state is opened by a sweep.</summary>
    private static int Opened(Project project)
    {
        const uint Open = 0x20;
        int queue = inotify_init1(0x800);
        Assert.True(queue >= 0);
        try
        {
            string projects = Path.Combine(project.StateRoot, "projects");
            foreach (string directory in Directory.GetDirectories(projects, "*", SearchOption.AllDirectories).Prepend(projects).ToArray())
            {
                Assert.True(inotify_add_watch(queue, directory, Open) >= 0);
            }

            Sweep(project);
            int count = 0;
            byte[] buffer = new byte[64 * 1024];
            for (nint read = LibcRead(queue, buffer, buffer.Length); read > 0; read = LibcRead(queue, buffer, buffer.Length))
            {
                for (int at = 0; at < read; at += 16 + BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + 12)))
                {
                    count++;
                }
            }

            return count;
        }
        finally
        {
            _ = close(queue);
        }
    }

    [LibraryImport("libc")]
    private static partial int inotify_init1(int flags);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int inotify_add_watch(int queue, string path, uint events);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint LibcRead(int queue, [Out] byte[] buffer, nint length);

    [LibraryImport("libc")]
    private static partial int close(int queue);
}
