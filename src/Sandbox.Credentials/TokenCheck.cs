using Sandbox.Core.Diagnostics;
using Sandbox.Core.Secrets;

namespace Sandbox.Credentials;

/// <summary>
/// Accepts what can travel in one HTTP header and one environment variable. Anything else is refused here, before a sandbox starts:
/// a line break would smuggle a second header.
/// </summary>
internal static class TokenCheck
{
    internal const int LongestToken = 16 * 1024;

    internal static Secret Accept(ReadOnlySpan<byte> token, string source, string remedy)
    {
        string? problem = token switch
        {
            [] => "is empty",
            { Length: > LongestToken } => $"is longer than {LongestToken} bytes",
            _ when token.IndexOfAny((byte)'\n', (byte)'\r') >= 0 => "contains a line break",
            _ when token.Contains((byte)' ') => "contains a space",
            _ when token.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7e) >= 0 => "contains a control character or a character outside ASCII",
            _ => null,
        };

        return problem is null
            ? Secret.FromBytes(token)
            : throw new SandboxException(ErrorCode.Credential, $"the credential in {source} {problem}; {remedy}");
    }
}
