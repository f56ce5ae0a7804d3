using Sandbox.Core.Secrets;
using Sandbox.Egress.Broker;

namespace Sandbox.Egress.Tests.Broker;

/// <summary>A credential that a test can change under way.</summary>
internal sealed class FakeCredentials(string? text, CredentialScheme scheme = CredentialScheme.Bearer) : ICredentialSource
{
    private int _reads;
    private int _reloads;

    public string? Text { get; set; } = text;

    /// <summary>What the source says once it is told to read again.</summary>
    public string? AfterReload { get; set; }

    public Exception? Failure { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    public int Reloads => Volatile.Read(ref _reloads);

    public BrokerCredential? Get(bool forceReload)
    {
        Interlocked.Increment(ref _reads);
        if (forceReload)
        {
            Interlocked.Increment(ref _reloads);
            Text = AfterReload ?? Text;
        }

        return Failure is not null ? throw Failure : Text is null ? null : new BrokerCredential(Secret.FromText(Text), scheme);
    }
}
