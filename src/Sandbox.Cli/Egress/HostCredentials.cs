using Sandbox.Agents.Home;
using Sandbox.Cli.Agents;
using Sandbox.Core.Hosts;
using Sandbox.Credentials;
using Sandbox.Egress.Broker;

namespace Sandbox.Cli.Egress;

/// <summary>The user's credential, looked up again whenever it is asked for: a login that is renewed outside works inside at once.</summary>
internal sealed class HostCredentials(HostFacts facts) : ICredentialSource
{
    /// <summary>Null when there is none.</summary>
    /// <exception cref="Core.Diagnostics.SandboxException">CS401: there is one that cannot be used.</exception>
    public Credential? Find()
    {
        ClaudeHostPaths paths = ClaudeHostPaths.From(facts.Environment, facts.Home);
        return new CredentialResolver(TimeProvider.System).Resolve(facts.Environment, new LoginFileIfAny(facts.Files, new HostLoginFile(paths.CredentialsFile)));
    }

    public BrokerCredential? Get(bool forceReload) => Find() is { } found ? new BrokerCredential(found.Secret, SessionKeys.SchemeOf(found.Kind)) : null;
}
