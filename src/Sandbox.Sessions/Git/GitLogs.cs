using Sandbox.Core.Plans;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>
/// git's logs of references are not shared: git outside adds to them through whatever link lies there. Inside are copies of those that
/// git needs (HEAD's end and the stash), and what was added to any is added to the host's when the sandbox ends.
/// </summary>
internal sealed class GitLogs(GitPlan plan, DirectoryHandle state, DirectoryHandle inside)
{
    private const string Directory = "logs";
    private const string Base = "base-logs";
    private const string Stash = "logs/refs/stash";
    private const uint FileMode = 0b110_110_110;
    private const uint DirectoryMode = 0b111_111_111;
    private const int Longest = 4 * 1024 * 1024;
    private const int LongestName = 255;
    private const int MostFiles = 2000;
    private const int Deepest = 32;
    private const int Tail = 64 * 1024;

    private FileStamp[] _seen = [];

    /// <summary>What has not changed since then is not looked at in the end.</summary>
    public void Mark() => _seen = Stamps();

    private FileStamp[] Stamps() => [inside.Stamp("logs/HEAD"), inside.Stamp(Stash), inside.Stamp("logs/refs"), inside.Stamp("logs/refs/heads"), inside.Stamp("logs/refs/remotes")];

    /// <summary>Makes the private logs anew from the host's.</summary>
    public void Seed()
    {
        state.RemoveTree(Base);
        _ = state.MakeDirectory(Base, GitPlaces.DirectoryMode);
        foreach (string name in inside.Sub(Directory) is { } logs ? Take(logs) : [])
        {
            inside.RemoveTree($"{Directory}/{name}");
        }

        _ = inside.MakeDirectory("logs/refs", DirectoryMode);
        using DirectoryHandle? own = DirectoryHandle.Open(plan.GitDirectory);
        using DirectoryHandle? common = DirectoryHandle.Open(plan.CommonDirectory);
        Copy(own, "logs/HEAD", Tail);
        Copy(common, Stash, Longest);
    }

    /// <summary>Adds to the host's logs what has been added inside.</summary>
    public void Publish()
    {
        if (_seen.Length > 0 && Stamps().AsSpan().SequenceEqual(_seen))
        {
            return;
        }

        using DirectoryHandle? own = DirectoryHandle.Open(plan.GitDirectory);
        using DirectoryHandle? common = DirectoryHandle.Open(plan.CommonDirectory);
        if (own is null || common is null)
        {
            return;
        }

        Publish(own, "logs/HEAD");
        Publish(common, Stash);
        int left = MostFiles;
        foreach (string below in (ReadOnlySpan<string>)["logs/refs/heads", "logs/refs/remotes"])
        {
            Walk(common, below, Deepest, ref left);
        }
    }

    private static string[] Take(DirectoryHandle directory)
    {
        using (directory)
        {
            return [.. directory.Names()];
        }
    }

    private void Walk(DirectoryHandle host, string path, int depth, ref int left)
    {
        using DirectoryHandle? directory = inside.Sub(path);
        foreach (string name in directory?.Names().ToArray() ?? [])
        {
            if (--left < 0)
            {
                return;
            }

            string below = $"{path}/{name}";
            if (directory!.Look(name) is { IsDirectory: true })
            {
                if (depth > 0)
                {
                    Walk(host, below, depth - 1, ref left);
                }
            }
            else if (Core.Git.GitRefName.IsLogged(below["logs/".Length..]))
            {
                Publish(host, below);
            }
        }
    }

    private void Publish(DirectoryHandle host, string name)
    {
        // What is known of one with so long a name could not be written down.
        if (System.Text.Encoding.UTF8.GetByteCount(BaseName(name)) - Base.Length > LongestName)
        {
            return;
        }

        byte[] mine = inside.Read(name, Longest) ?? [];
        byte[] known = state.Read(BaseName(name), Longest) ?? [];
        if (mine.AsSpan().SequenceEqual(known) || !Core.Git.GitReflog.IsPlain(mine))
        {
            return;
        }

        int error = -1;
        if (mine.AsSpan().StartsWith(known))
        {
            MakeParents(host, name);

            // One that was killed after it had added this, and before it had written down that it had, does not add it twice.
            ReadOnlySpan<byte> added = mine.AsSpan(known.Length);
            error = (host.Read(name, Longest) ?? []).AsSpan().EndsWith(added) ? 0 : host.Append(name, added, FileMode);
        }
        else if (name == Stash && (host.Read(name, Longest) ?? []).AsSpan().SequenceEqual(known))
        {
            error = mine.Length == 0 ? host.Remove(name) : GitPlaces.Replace(host, name, mine, FileMode);
        }

        if (error == 0)
        {
            _ = GitPlaces.Replace(state, BaseName(name), mine, GitPlaces.FileMode);
        }
    }

    private void Copy(DirectoryHandle? host, string name, int tail)
    {
        if (host?.Read(name, Longest) is { } bytes)
        {
            byte[] end = bytes[Core.Git.GitReflog.StartOfTail(bytes, tail)..];
            _ = GitPlaces.Replace(inside, name, end, FileMode);
            _ = GitPlaces.Replace(state, BaseName(name), end, GitPlaces.FileMode);
        }
    }

    private static void MakeParents(DirectoryHandle host, string name)
    {
        for (int slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1))
        {
            _ = host.MakeDirectory(name[..slash], DirectoryMode);
        }
    }

    // One directory for all: a name with its slashes written another way.
    private static string BaseName(string name) => $"{Base}/{name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)}";
}
