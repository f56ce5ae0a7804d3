using System.Text;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>git over HTTPS: the smart protocol and the large-file batch of one repository, and nothing else of the web site.</summary>
internal sealed class GitHubGitRoute(GitHubAccess access) : GitHubRoute(BrokerUpstream.GitHub, access)
{
    private static readonly string[] Services = ["?service=git-upload-pack", "?service=git-receive-pack"];

    private static readonly string[] Posted = ["git-upload-pack", "git-receive-pack", "info/lfs/objects/batch"];

    protected override string Prefix => GitHubInside.GitPrefix;

    public override bool Allow(string method, string path, string query)
    {
        string[] parts = path.Split('/', 4);
        if (parts.Length != 4 || !IsName(parts[1]) || !IsName(parts[2]))
        {
            return false;
        }

        return method switch
        {
            "GET" => parts[3] == "info/refs" && Services.Contains(query, StringComparer.Ordinal),
            "POST" => query.Length == 0 && Posted.Contains(parts[3], StringComparer.Ordinal),
            _ => false,
        };
    }

    public override HeaderField Present(BrokerCredential credential) =>
        new("Authorization", "Basic " + Convert.ToBase64String([.. Encoding.ASCII.GetBytes("x-access-token:"), .. credential.Secret.Reveal()]));

    private static bool IsName(string text) =>
        text is { Length: > 0 and <= 100 } and not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
