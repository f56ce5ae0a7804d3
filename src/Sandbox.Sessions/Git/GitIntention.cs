using System.Globalization;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>
/// What a step is about to make of one of the two directories, written down before it begins. A process that is killed in the middle leaves it,
/// and the locks of git's that it had taken; whoever makes the next step can tell both from another git's and finish or undo.
/// The lock of all steps must be held.
/// </summary>
/// <param name="state">Our directory.</param>
internal sealed class GitIntention(DirectoryHandle state)
{
    /// <summary>What temporary files of ours begin with, wherever they are.</summary>
    public const string TemporaryPrefix = "claude-sandbox-new.";

    private const string Name = "step";
    private const string Unready = "step.new";
    private const string ToHost = "host";
    private const string ToInside = "inside";

    private string? _temporary;

    /// <summary>The name of the temporary file of this step, in the directory that is changed.</summary>
    public string Temporary => _temporary ?? throw new InvalidOperationException("no step has begun");

    /// <summary>Written as a whole or not at all; 0 or errno.</summary>
    public int Begin(GitPair pair, bool toHost)
    {
        _temporary = TemporaryPrefix + Guid.NewGuid().ToString("N");
        state.RemoveTree(Unready);
        int error = state.MakeDirectory(Unready, GitPlaces.DirectoryMode);
        error = error != 0 || pair.Head is null ? error : state.Create(Unready + "/HEAD", pair.Head, GitPlaces.FileMode);
        error = error != 0 || pair.Index is null ? error : state.Create(Unready + "/index", pair.Index, GitPlaces.FileMode);
        error = error != 0 ? error : state.Create(Unready + "/what", System.Text.Encoding.ASCII.GetBytes($"{(toHost ? ToHost : ToInside)} {_temporary}\n"), GitPlaces.FileMode);

        // One that another version of this program has left, in its own words, says nothing to this one.
        state.RemoveTree(Name);
        return error != 0 ? error : state.Rename(Unready, Name);
    }

    /// <summary>A file that is about to get the name of one of git's locks; 0 or errno.</summary>
    public int Lock(FileStamp file) => state.Append(Name + "/locks", System.Text.Encoding.ASCII.GetBytes(Text(file)), GitPlaces.FileMode);

    /// <summary>The step is over, whatever came of it. From one moment to the next: half of it would say nothing and stay.</summary>
    public void End()
    {
        state.RemoveTree(Unready);
        _ = state.Rename(Name, Unready);
        state.RemoveTree(Unready);
    }

    /// <summary>Removes what was written before a step had begun, or was left of one that was over.</summary>
    public static void Clean(DirectoryHandle state) => state.RemoveTree(Unready);

    /// <summary>What somebody was about to make, and of the host's directory or of ours; null when every step has ended.</summary>
    public (GitPair Pair, bool ToHost)? Left()
    {
        state.RemoveTree(Unready);
        using DirectoryHandle? left = state.Sub(Name);
        string[] words = left is null ? [] : System.Text.Encoding.ASCII.GetString(left.Read("what", GitPlaces.Limit) ?? []).TrimEnd('\n').Split(' ');
        if (words is not [ToHost or ToInside, var temporary] || !temporary.StartsWith(TemporaryPrefix, StringComparison.Ordinal) || temporary.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        _temporary = temporary;
        return (GitPair.Read(left!), words[0] == ToHost);
    }

    /// <summary>Whether that is a file that the step made: nobody else's has its number, size and time of writing.</summary>
    public bool IsOurs(FileStamp file) =>
        file != FileStamp.None &&
        System.Text.Encoding.ASCII.GetString(state.Read(Name + "/locks", GitPlaces.Limit) ?? []).Split('\n').Contains(Text(file).TrimEnd('\n'), StringComparer.Ordinal);

    private static string Text(FileStamp file) => string.Create(CultureInfo.InvariantCulture, $"{file.Inode} {file.Size} {file.Modified}\n");
}
