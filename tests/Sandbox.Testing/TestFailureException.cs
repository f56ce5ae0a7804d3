namespace Sandbox.Testing;

/// <summary>A check of these helpers failed; the message says what, on what, and what to do next.</summary>
public sealed class TestFailureException : Exception
{
    public TestFailureException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
