using System.Text;

namespace Sandbox.Credentials;

/// <summary>
/// Finds the credential to use: the environment in the order of <see cref="CredentialVariables.Order"/>, then the agent's own login file.
/// A place that holds something unusable is an error, never a reason to try the next: the user would run under another account.
/// </summary>
/// <param name="clock">Decides whether a login has expired.</param>
public sealed class CredentialResolver(TimeProvider clock)
{
    /// <param name="environment">The caller's environment.</param>
    /// <param name="loginFile">The agent's login file, read on demand only.</param>
    /// <returns>Null when there is no credential anywhere.</returns>
    /// <exception cref="Sandbox.Core.Diagnostics.SandboxException">CS401: what was found is expired or malformed; its value is not echoed.</exception>
    public Credential? Resolve(IReadOnlyDictionary<string, string> environment, ILoginFile loginFile)
    {
        foreach (CredentialKind kind in CredentialVariables.Order)
        {
            if (environment.TryGetValue(kind.Variable(), out string? value))
            {
                return new Credential
                {
                    Kind = kind,
                    Secret = TokenCheck.Accept(Encoding.UTF8.GetBytes(value), kind.Variable(), "set it to a whole token or unset it"),
                    Source = $"environment variable {kind.Variable()}",
                };
            }
        }

        return loginFile.Read() is { } contents ? LoginDocument.Parse(contents, loginFile.Path, clock.GetUtcNow()) : null;
    }
}
