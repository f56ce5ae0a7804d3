using System.Text;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>One server behind the broker: which requests go there, with what in their hands.</summary>
internal abstract class BrokerRoute(BrokerUpstream upstream, Secret sentinel, ICredentialSource credentials)
{
    public BrokerUpstream Upstream => upstream;

    public ICredentialSource Credentials => credentials;

    /// <summary>What the sandbox wrote before the server's own path.</summary>
    protected abstract string Prefix { get; }

    /// <summary>The path and query for the server, or null when the request is for another route.</summary>
    public abstract string? Claim(RequestHead head);

    /// <summary>Whether the credential is lent for this.</summary>
    public abstract bool Allow(string method, string path, string query);

    /// <summary>Names may hold an encoded slash.</summary>
    public virtual bool EncodedSlashes => false;

    /// <summary>Whether the request carries this session's sentinel.</summary>
    public abstract bool HasSentinel(HeaderFields fields);

    /// <summary>The field that presents the real credential.</summary>
    public abstract HeaderField Present(BrokerCredential credential);

    /// <summary>A broker's own answer in the form that this server's clients read.</summary>
    public abstract BrokerReply Reply(HttpProblem problem);

    /// <summary>Everything that would give the credential away in an answer.</summary>
    public IReadOnlyList<byte[]> Telltales(BrokerCredential credential)
    {
        string presented = Present(credential).Value;
        return [credential.Secret.Reveal().ToArray(), Encoding.ASCII.GetBytes(presented[(presented.LastIndexOf(' ') + 1)..])];
    }

    /// <summary>Addresses of the server in an answer, as this client has to ask for them.</summary>
    public string Inside(RequestHead head, string addresses) =>
        Prefix.Length > 0 && head.Target.Path.StartsWith(Prefix + "/", StringComparison.Ordinal)
            ? addresses.Replace(upstream.Root + "/", $"http://{head.Host}{Prefix}/", StringComparison.OrdinalIgnoreCase)
            : addresses;

    protected bool IsSentinel(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[text.Length];
        _ = Encoding.Latin1.GetBytes(text, bytes);
        return sentinel.Matches(Secret.FromBytes(bytes));
    }

    /// <summary>Whether a field value is one of these schemes followed by the sentinel.</summary>
    protected bool IsSentinel(string value, params ReadOnlySpan<string> schemes)
    {
        bool found = false;
        foreach (string scheme in schemes)
        {
            found |= value.Length > scheme.Length && value[scheme.Length] == ' ' && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
                && IsSentinel(value.AsSpan(scheme.Length + 1).Trim(' '));
        }

        return found;
    }
}
