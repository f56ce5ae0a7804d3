using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Files;

namespace Sandbox.Cli.CommandLine;

/// <summary>
/// The command line as the kernel has it. What .NET hands to Main has every byte that is not UTF-8 replaced, and would
/// name another file.
/// </summary>
internal static class RawArguments
{
    /// <summary>The arguments without argv[0], decoded by <see cref="ByteText"/>.</summary>
    /// <exception cref="SandboxException">CS106: /proc cannot be read, and <paramref name="decoded"/> may name something else.</exception>
    public static string[] Read(string[] decoded)
    {
        // Only a replacement character can hide something: everything else came through unchanged.
        if (!Array.Exists(decoded, a => a.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            return decoded;
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes("/proc/self/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException(ErrorCode.Encoding, "an argument is not valid UTF-8, and /proc/self/cmdline, which has its bytes, cannot be read: rename what it names", e);
        }

        List<string> all = [];
        int start = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0)
            {
                all.Add(ByteText.Decode(bytes.AsSpan(start, i - start)));
                start = i + 1;
            }
        }

        // A host in front ("dotnet claude-sandbox.dll") adds words of its own.
        return [.. all.Skip(all.Count - decoded.Length)];
    }

    /// <summary>Whether the words before the payload's give an option this value, in either spelling: for what has to be known before anything is parsed.</summary>
    public static bool Says(IReadOnlyList<string> words, string option, string value)
    {
        for (int i = 0; i < words.Count && words[i] != "--"; i++)
        {
            if (string.Equals(words[i], $"{option}={value}", StringComparison.Ordinal) ||
                (string.Equals(words[i], option, StringComparison.Ordinal) && i + 1 < words.Count && string.Equals(words[i + 1], value, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
