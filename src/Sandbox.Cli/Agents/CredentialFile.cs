using System.Buffers;
using System.Text.Json;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Credentials;

namespace Sandbox.Cli.Agents;

/// <summary>
/// A login file that holds an access token and nothing to renew it with: refresh tokens are single-use, and two holders of
/// one log each other out.
/// </summary>
internal static class CredentialFile
{
    private static readonly TimeSpan AssumedLife = TimeSpan.FromHours(8);

    /// <exception cref="SandboxException">CS401: the credential is not a login's access token.</exception>
    public static FileEntry Create(Credential credential, string home)
    {
        if (credential.Kind != CredentialKind.OAuthToken)
        {
            throw new SandboxException(
                ErrorCode.Credential, $"--credentials file needs a login's token, but {credential.Source} holds a key: use --credentials env");
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("claudeAiOauth");
            writer.WriteString("accessToken", credential.Secret.Reveal());
            writer.WriteNumber("expiresAt", (credential.ExpiresAt ?? DateTimeOffset.UtcNow + AssumedLife).ToUnixTimeMilliseconds());
            writer.WriteStartArray("scopes");
            writer.WriteStringValue("user:inference");
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new FileEntry
        {
            Target = Paths.Join(home, ".claude/.credentials.json"),
            Contents = buffer.WrittenMemory,
            Mode = 0b110_000_000,
            Reason = "credential",
        };
    }
}
