namespace Sandbox.Egress.Tests.Connections;

/// <summary>Waits for a count that nothing announces; the test's own limit ends it.</summary>
internal static class Poll
{
    public static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1);
        }
    }
}
