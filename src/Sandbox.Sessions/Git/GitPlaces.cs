using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Linux.Files;

namespace Sandbox.Sessions.Git;

/// <summary>Where a private git directory and the host's are, written down so that the next command can bring them in step.</summary>
internal static class GitPlaces
{
    private const string Name = "places";

    /// <summary>Bytes that a small file of ours may have.</summary>
    public const int Limit = 1 << 20;

    /// <summary>0600, like all of our state.</summary>
    public const uint FileMode = 0b110_000_000;

    /// <summary>0700.</summary>
    public const uint DirectoryMode = 0b111_000_000;

    public static void Write(DirectoryHandle state, GitPlan plan)
    {
        string text = string.Join('\n', (string[])[plan.GitDirectory, plan.CommonDirectory, plan.HashLength == 32 ? "sha256" : "sha1"]) + "\n";
        byte[] bytes = ByteText.Encode(text);
        if (!bytes.AsSpan().SequenceEqual(state.Read(Name, Limit)))
        {
            _ = Replace(state, Name, bytes, FileMode);
        }
    }

    /// <summary>Null where there is none.</summary>
    public static GitPlan? Read(DirectoryHandle state, string stateDirectory)
    {
        string[] lines = ByteText.Decode(state.Read(Name, Limit) ?? []).Split('\n');
        return lines.Length < 4
            ? null
            : new GitPlan { GitDirectory = lines[0], CommonDirectory = lines[1], HashLength = lines[2] == "sha256" ? 32 : 20, StateDirectory = stateDirectory };
    }

    /// <summary>The old contents or the new ones, and never through a link; 0 or errno. The lock of the private git directory must be held.</summary>
    public static int Replace(DirectoryHandle directory, string name, ReadOnlySpan<byte> contents, uint mode)
    {
        string own = GitIntention.TemporaryPrefix + Guid.NewGuid().ToString("N");
        string temporary = Paths.Parent("/" + name)[1..] is { Length: > 0 } parent ? $"{parent}/{own}" : own;
        int error = directory.Create(temporary, contents, mode);
        error = error == 0 ? directory.Rename(temporary, name) : error;
        if (error != 0)
        {
            _ = directory.Remove(temporary);
        }

        return error;
    }
}
