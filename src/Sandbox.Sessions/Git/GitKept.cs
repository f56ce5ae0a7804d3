using System.Globalization;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>HEAD and index from inside that could not be published, for the user to look at: a directory for each time. Old ones go.</summary>
internal static class GitKept
{
    /// <summary>How many there are at most; an index may have megabytes.</summary>
    public const int Most = 10;

    private const string Name = "kept";
    private const string Form = "yyyyMMdd-HHmmss-fff";

    /// <summary>How long one stays.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(90);

    /// <summary>The name of the new one below the state directory.</summary>
    public static string Add(DirectoryHandle state, GitPair pair, DateTime now)
    {
        string name = $"{Name}/{now.ToString(Form, CultureInfo.InvariantCulture)}";
        _ = state.MakeDirectory(Name, GitPlaces.DirectoryMode);
        _ = state.MakeDirectory(name, GitPlaces.DirectoryMode);
        _ = pair.Head is null ? 0 : state.Create(name + "/HEAD", pair.Head, GitPlaces.FileMode);
        _ = pair.Index is null ? 0 : state.Create(name + "/index", pair.Index, GitPlaces.FileMode);
        Trim(state, now);
        return name;
    }

    /// <summary>Removes all but the newest, and those that are too old. What is not of the form of a time is somebody else's and stays.</summary>
    public static void Trim(DirectoryHandle state, DateTime now)
    {
        using DirectoryHandle? kept = state.Sub(Name);
        if (kept is null)
        {
            return;
        }

        int count = 0;
        foreach (string name in kept.Names().OrderDescending(StringComparer.Ordinal).ToArray())
        {
            if (DateTime.TryParseExact(name, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime made) && (++count > Most || now - made > Age))
            {
                kept.RemoveTree(name);
            }
        }
    }
}
