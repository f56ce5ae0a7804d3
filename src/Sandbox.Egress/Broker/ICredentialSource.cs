namespace Sandbox.Egress.Broker;

/// <summary>Where the broker takes the real credential from, again for every request. May be asked from many threads.</summary>
public interface ICredentialSource
{
    /// <param name="forceReload">Read the source again whatever was kept: the last one was refused.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="Sandbox.Core.Diagnostics.SandboxException">There is one that cannot be used. The message goes to the log, not into the sandbox.</exception>
    BrokerCredential? Get(bool forceReload);
}
