using System.Text;

namespace Sandbox.Linux.Processes;

/// <summary>Refuses what could not reach the child byte for byte, before anything is started.</summary>
internal static class CommandSpecCheck
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static void ThrowIfUnusable(CommandSpec spec)
    {
        RequireAbsolute(spec.Executable, "executable");
        RequireAbsolute(spec.WorkingDirectory, "working directory");

        foreach (string argument in spec.Arguments)
        {
            // Arguments are not echoed: a mistaken caller may have put a secret there.
            RequireFaithful(argument, $"an argument of {spec.Executable}");
        }

        foreach ((string name, string value) in spec.Environment)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
            {
                throw new ArgumentException("an environment variable's name is empty or contains '='", nameof(spec));
            }

            RequireFaithful(name, "an environment variable's name");
            RequireFaithful(value, $"environment variable {name}");
        }
    }

    private static void RequireAbsolute(string path, string what)
    {
        if (!path.StartsWith('/'))
        {
            throw new ArgumentException($"the {what} '{path}' is not an absolute path");
        }

        RequireFaithful(path, what);
    }

    // .NET would cut a string at NUL and send '?' for a lone surrogate: another name than the one meant.
    private static void RequireFaithful(string text, string what)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{what} contains a NUL character");
        }

        try
        {
            _ = Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException($"{what} is not valid Unicode text");
        }
    }
}
