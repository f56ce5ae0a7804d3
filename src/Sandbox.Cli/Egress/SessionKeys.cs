using Sandbox.Core.Secrets;
using Sandbox.Credentials;
using Sandbox.Egress.Broker;
using Sandbox.Linux.Kernel;

namespace Sandbox.Cli.Egress;

/// <summary>What one sandbox and its launcher know each other by. Worth nothing to anybody else and after its end.</summary>
internal sealed class SessionKeys
{
    private const int TokenBytes = 16;

    /// <summary>The password of the proxy inside.</summary>
    public Secret ProxyToken { get; init; } = Secret.FromText(Convert.ToHexStringLower(KernelRandom.Bytes(TokenBytes)));

    /// <summary>What stands in for the user's GitHub token.</summary>
    public Secret GitHub { get; init; } = SessionSentinel.CreateForGitHub();

    /// <summary>What was given to the payload in place of the credential; null when nothing was.</summary>
    public Secret? Sentinel { get; set; }

    /// <summary>A credential for the payload of the same kind as the real one.</summary>
    public Credential StandIn(Credential real)
    {
        Sentinel ??= SessionSentinel.Create(SchemeOf(real.Kind));
        return real with { Secret = Sentinel, Source = $"stands in for {real.Source}, which stays outside" };
    }

    public static CredentialScheme SchemeOf(CredentialKind kind) => kind == CredentialKind.ApiKey ? CredentialScheme.ApiKey : CredentialScheme.Bearer;
}
