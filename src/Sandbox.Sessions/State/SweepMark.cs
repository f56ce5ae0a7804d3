using Sandbox.Core.Planning;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.State;

/// <summary>
/// Files of <c>sweep/KIND/</c> in the state directory, one for each project, of the name of its directory, and kind of thing that may be left in it: made before that thing is, and removed
/// after it. Sweeping looks at the projects that have one and opens no other, however many there are.
/// </summary>
internal static class SweepMark
{
    /// <summary>A journal of placeholders; comes and goes under the project's lock.</summary>
    public const string Journal = "journal";

    /// <summary>A use of the private git directory; comes and goes under that directory's lock.</summary>
    public const string Git = "git";

    private const string Name = "sweep";

    /// <param name="project">A project's state directory.</param>
    /// <param name="kind">One of the two.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Make(string project, string kind)
    {
        Prepare(RootOf(project));
        Descriptor.Append(PathOf(project, kind)).Dispose();
    }

    /// <summary>Never fails: a mark of nothing costs the next command a look.</summary>
    /// <param name="project">A project's state directory.</param>
    /// <param name="kind">One of the two.</param>
    public static void Remove(string project, string kind)
    {
        try
        {
            File.Delete(PathOf(project, kind));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _ = e;
        }
    }

    /// <summary>State directories of the projects that have a mark, which may have gone meanwhile; sorted.</summary>
    /// <param name="stateRoot">Exists.</param>
    /// <param name="kind">One of the two.</param>
    /// <exception cref="Core.Diagnostics.SandboxException">CS501: the marks cannot be read.</exception>
    public static IReadOnlyList<string> Marked(string stateRoot, string kind) => StateErrors.Explain(stateRoot, () =>
    {
        Prepare(stateRoot);
        string projects = Paths.Join(stateRoot, "projects");
        return (string[])[.. Directory.EnumerateFiles(Paths.Join(Paths.Join(stateRoot, Name), kind)).Order(StringComparer.Ordinal).Select(f => Paths.Join(projects, Paths.Name(f)))];
    });

    // A state directory of before there were marks, or one that somebody has tidied, is looked through once. The whole of them appears at once, or not yet.
    private static void Prepare(string stateRoot)
    {
        string directory = Paths.Join(stateRoot, Name);
        if (IsWhole(directory))
        {
            return;
        }

        using FileLock alone = FileLock.Take(Paths.Join(stateRoot, "lock"), wait: true)!;
        if (IsWhole(directory))
        {
            return;
        }

        bool isNew = !Directory.Exists(directory);
        string begun = isNew ? directory + ".new" : directory;
        string[] kinds = [Paths.Join(begun, Journal), Paths.Join(begun, Git)];
        Array.ForEach(kinds, PrivateDirectory.Ensure);
        foreach (ProjectState project in ProjectState.All(stateRoot))
        {
            Array.ForEach(kinds, k => Descriptor.Append(Paths.Join(k, Paths.Name(project.Directory))).Dispose());
        }

        if (isNew)
        {
            Directory.Move(begun, directory);
        }
    }

    private static bool IsWhole(string directory) => Directory.Exists(Paths.Join(directory, Journal)) && Directory.Exists(Paths.Join(directory, Git));

    private static string PathOf(string project, string kind) => Paths.Join(Paths.Join(Paths.Join(RootOf(project), Name), kind), Paths.Name(project));

    private static string RootOf(string project) => Paths.Parent(Paths.Parent(project));
}
