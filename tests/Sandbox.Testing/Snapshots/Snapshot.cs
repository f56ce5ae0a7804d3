using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sandbox.Testing;

/// <summary>
/// Compares text with a file kept beside the test, named as Verify names them: <c>NAME.verified.EXT</c> is the truth,
/// <c>NAME.received.EXT</c> what a failing test got. <c>SNAPSHOT_ACCEPT=1</c> turns what is received into the truth.
/// Bytes are compared, so the end of the last line counts; texts have LF line ends and are UTF-8 without a byte order mark.
/// </summary>
public static class Snapshot
{
    private const string AcceptVariable = "SNAPSHOT_ACCEPT";

    // One per test process: the convention that runs last needs to know what all the tests before it asked for.
    private static readonly SnapshotLedger Ledger = new();

    /// <param name="text">What the code under test made.</param>
    /// <param name="name">The file name before <c>.verified</c>, for instance <c>plan-bubblewrap</c>.</param>
    /// <param name="extension">The real extension of such a file, without a dot: nix, json, txt.</param>
    /// <param name="sourceFile">Filled in by the compiler.</param>
    /// <exception cref="TestFailureException">It differs, or there is no verified file; the message carries the difference.</exception>
    public static void Verify(string text, string name, string extension, [CallerFilePath] string sourceFile = "")
    {
        string directory = Path.GetDirectoryName(RepositoryPaths.SourceFile(sourceFile))!;
        SnapshotFile file = new(directory, name, extension);
        Ledger.Record(file, text);
        file.Compare(text, accept: string.Equals(Environment.GetEnvironmentVariable(AcceptVariable), "1", StringComparison.Ordinal));
    }

    /// <summary>The verified files under <paramref name="sourceDirectory"/> that no test of this run has asked for, as relative paths.</summary>
    public static IReadOnlyList<string> FindDangling(string sourceDirectory) => Ledger.FindDangling(sourceDirectory);

    /// <summary>
    /// Fails when the project of <paramref name="testAssembly"/> holds a verified file that no test asked for. A filtered run cannot
    /// tell and passes. It must run after all other tests: tests/Shared does that for every project.
    /// </summary>
    public static void AssertNoneDangling(Assembly testAssembly)
    {
        if (!TestRun.IsComplete)
        {
            return;
        }

        IReadOnlyList<string> dangling = FindDangling(RepositoryPaths.ProjectDirectory(testAssembly));
        if (dangling.Count > 0)
        {
            throw new TestFailureException(
                "no test asked for these verified files (delete them, or repair the test that failed before it asked):\n"
                + string.Join('\n', dangling));
        }
    }
}
