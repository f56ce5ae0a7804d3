using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>GitHub's REST and GraphQL API, but for what would outlive the session: keys of the account and of repositories.</summary>
internal sealed class GitHubApiRoute(GitHubAccess access) : GitHubRoute(BrokerUpstream.GitHubApi, access)
{
    private static readonly string[] Lists = ["keys", "gpg_keys", "ssh_signing_keys"];

    protected override string Prefix => GitHubInside.ApiPrefix;

    public override bool EncodedSlashes => true;

    public override bool Allow(string method, string path, string query) => method is "GET" or "HEAD" || !IsKeyList(path.Split('/', StringSplitOptions.RemoveEmptyEntries));

    public override HeaderField Present(BrokerCredential credential) => new("Authorization", "Bearer " + credential.Secret.RevealText());

    // Names are compared without their case and escapes, as the server does.
    private static bool IsKeyList(string[] parts)
    {
        string[] names = [.. parts.Select(Uri.UnescapeDataString)];
        return Names(names, 1, "user") || Names(names, 3, "repos") || Names(names, 2, "repositories");
    }

    private static bool Names(string[] parts, int at, string first) =>
        parts.Length > at && string.Equals(parts[0], first, StringComparison.OrdinalIgnoreCase) && Lists.Contains(parts[at], StringComparer.OrdinalIgnoreCase);
}
