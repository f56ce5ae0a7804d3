using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>
/// Secrets that nobody owns, where real ones would lie: each file holds a marker of its own, so that one found inside a sandbox says
/// where it came from.
/// </summary>
public sealed class Decoys
{
    private static readonly string[] Names =
    [
        ".ssh/id_ed25519", ".aws/credentials", ".config/gcloud/credentials.db", ".kube/config", ".netrc", ".gnupg/pubring.kbx",
        ".docker/config.json", ".npmrc", ".pypirc", ".config/gh/hosts.yml", ".fly/config.yml", ".git-credentials", ".config/git/credentials",
        ".password-store/bank.gpg", ".local/share/keyrings/login.keyring", ".mozilla/firefox/logins.json",
        ".config/google-chrome/Default/Cookies", ".bash_history", ".claude.json", ".claude/.credentials.json", ".claude/history.jsonl",
        ".claude/projects/-another-project/session.jsonl", ".cargo/credentials.toml", ".terraform.d/credentials.tfrc.json",
        ".azure/accessTokens.json", ".config/op/config", ".config/sops/age/keys.txt",
    ];

    private readonly string _tag = $"CANARY_{Guid.NewGuid():N}";

    /// <summary>The beginning of every marker of this home.</summary>
    public string Tag => _tag;

    /// <summary>Every decoy, relative to the home directory.</summary>
    public static IReadOnlyList<string> Files => Names;

    public string Marker(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{_tag}_{Array.IndexOf(Names, name)}_");

    /// <summary>What the file of that name holds. The agent's own files are what the agent can read; the login expired long ago.</summary>
    public string Contents(string name) => name switch
    {
        ".claude.json" => $$$$$"""{"theme":"light","oauthAccount":{"emailAddress":"{{{{{Marker(name)}}}}}"},"mcpServers":{"x":{"env":{"TOKEN":"{{{{{Marker(name)}}}}}"}}}}""",
        ".claude/.credentials.json" => $$$"""{"claudeAiOauth":{"accessToken":"sk-ant-oat01-{{{Marker(name)}}}","refreshToken":"sk-ant-ort01-{{{Marker(name)}}}","expiresAt":1600000000000,"scopes":["user:inference"]}}""",
        _ => Marker(name) + "\n",
    };
}
