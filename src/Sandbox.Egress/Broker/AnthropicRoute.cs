using Sandbox.Core.Secrets;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>The agent's API. The last route: everything that no other claims.</summary>
internal sealed class AnthropicRoute(BrokerUpstream upstream, Secret sentinel, ICredentialSource credentials) : BrokerRoute(upstream, sentinel, credentials)
{
    protected override string Prefix => string.Empty;

    public override string? Claim(RequestHead head) => head.Target.Path;

    public override bool Allow(string method, string path, string query) => AnthropicPaths.Allow(method, path);

    public override bool HasSentinel(HeaderFields fields)
    {
        bool found = false;
        foreach (HeaderField field in fields.All)
        {
            found |= field.Is("x-api-key") ? IsSentinel(field.Value.AsSpan()) : field.Is("Authorization") && IsSentinel(field.Value, "Bearer");
        }

        return found;
    }

    public override HeaderField Present(BrokerCredential credential) => credential.Scheme == CredentialScheme.ApiKey
        ? new HeaderField("x-api-key", credential.Secret.RevealText())
        : new HeaderField("Authorization", "Bearer " + credential.Secret.RevealText());

    public override BrokerReply Reply(HttpProblem problem) => MessagesApiError.Reply(problem);
}
