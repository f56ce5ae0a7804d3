using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Sessions.State;

/// <summary>What the framework says about files, in one line that a user can act on.</summary>
internal static class StateErrors
{
    /// <exception cref="SandboxException">CS501: the work failed on a file or directory.</exception>
    public static T Explain<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException(
                ErrorCode.State, $"cannot keep state in {PrintableText.Escape(path)}: {Reason(e)}: make it writable, or set XDG_STATE_HOME to a place you may write", e);
        }
    }

    private static string Reason(Exception e)
    {
        string text = e.Message.TrimEnd('.');
        return text.Length == 0 ? e.GetType().Name : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
