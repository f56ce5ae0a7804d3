using System.Text;
using System.Text.Json;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Credentials;

/// <summary>The part of the agent's <c>.credentials.json</c> that is used: <c>claudeAiOauth.accessToken</c> and <c>expiresAt</c> (Unix milliseconds).</summary>
internal static class LoginDocument
{
    private const string Remedy = "run `claude` once outside the sandbox to log in again, or make a long-lived token with `claude setup-token`";

    /// <summary>Null when the file records no login.</summary>
    internal static Credential? Parse(byte[] contents, string path, DateTimeOffset now)
    {
        using JsonDocument document = Read(contents, path);
        if (Property(document.RootElement, "claudeAiOauth", path) is not { ValueKind: not JsonValueKind.Null } login
            || Property(login, "accessToken", path) is not { ValueKind: not JsonValueKind.Null } token)
        {
            return null;
        }

        if (token.ValueKind != JsonValueKind.String)
        {
            throw Malformed(path, "claudeAiOauth.accessToken is not a string");
        }

        DateTimeOffset? expiry = Expiry(login, path);
        if (expiry <= now)
        {
            throw new SandboxException(ErrorCode.Credential, $"the login in {path} expired at {expiry:yyyy-MM-dd HH:mm} UTC; {Remedy}");
        }

        return new Credential
        {
            Kind = CredentialKind.OAuthToken,
            Secret = TokenCheck.Accept(Text(token, path), path, Remedy),
            Source = $"login file {path}",
            ExpiresAt = expiry,
        };
    }

    private static JsonDocument Read(byte[] contents, string path)
    {
        try
        {
            return JsonDocument.Parse(contents);
        }
        catch (JsonException)
        {
            // The parser's own message may quote the text.
            throw Malformed(path, "it is not valid JSON");
        }
    }

    private static byte[] Text(JsonElement token, string path)
    {
        try
        {
            return Encoding.UTF8.GetBytes(token.GetString()!);
        }
        catch (InvalidOperationException)
        {
            throw Malformed(path, "claudeAiOauth.accessToken is not valid text");
        }
    }

    private static JsonElement? Property(JsonElement element, string name, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Malformed(path, $"the value that should hold {name} is not an object");
        }

        return element.TryGetProperty(name, out JsonElement value) ? value : null;
    }

    private static DateTimeOffset? Expiry(JsonElement login, string path)
    {
        if (Property(login, "expiresAt", path) is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        // JavaScript writes whole numbers, but 1.7e12 is the same number to it.
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double milliseconds) || milliseconds is not (>= 0 and < 253402300800000d))
        {
            throw Malformed(path, "claudeAiOauth.expiresAt is not a time in milliseconds");
        }

        return DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
    }

    private static SandboxException Malformed(string path, string why) =>
        new(ErrorCode.Credential, $"cannot use the login in {path}: {why}; {Remedy}");
}
