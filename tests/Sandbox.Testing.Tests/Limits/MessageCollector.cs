using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sandbox.Testing.Tests;

/// <summary>Keeps what xunit reports of a test run by hand.</summary>
internal sealed class MessageCollector : LongLivedMarshalByRefObject, IMessageBus, IMessageSink
{
    private readonly Lock gate = new();
    private readonly List<IMessageSinkMessage> messages = [];

    public IEnumerable<T> Of<T>()
    {
        lock (gate)
        {
            return [.. messages.OfType<T>()];
        }
    }

    public bool QueueMessage(IMessageSinkMessage message)
    {
        lock (gate)
        {
            messages.Add(message);
        }

        return true;
    }

    public bool OnMessage(IMessageSinkMessage message) => QueueMessage(message);

    public void Dispose()
    {
    }
}
