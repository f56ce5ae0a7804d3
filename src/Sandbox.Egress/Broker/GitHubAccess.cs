using Sandbox.Core.Secrets;

namespace Sandbox.Egress.Broker;

/// <summary>Lets the sandbox use git over HTTPS at github.com, and api.github.com, with the user's token that it never sees.</summary>
/// <param name="Sentinel">What the sandbox holds instead.</param>
/// <param name="Credentials">The real token; its scheme is ignored.</param>
public sealed record GitHubAccess(Secret Sentinel, ICredentialSource Credentials);
