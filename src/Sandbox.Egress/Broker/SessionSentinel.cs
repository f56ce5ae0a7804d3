using System.Buffers.Text;
using Sandbox.Core.Secrets;
using Sandbox.Linux.Kernel;

namespace Sandbox.Egress.Broker;

/// <summary>
/// What a sandbox holds instead of a credential: 256 random bits in the shape that its programs expect. Worth nothing anywhere but at
/// the broker of its own session.
/// </summary>
public static class SessionSentinel
{
    private const int Bytes = 32;

    /// <summary>In the shape of a key, or of a login's access token.</summary>
    public static Secret Create(CredentialScheme scheme) => Create(scheme == CredentialScheme.ApiKey ? "sk-ant-api03-sandbox-" : "sk-ant-oat01-sandbox-");

    /// <summary>In the shape of a GitHub token.</summary>
    public static Secret CreateForGitHub() => Create("gho_sandbox");

    private static Secret Create(string prefix) => Secret.FromText(prefix + Base64Url.EncodeToString(KernelRandom.Bytes(Bytes)));
}
