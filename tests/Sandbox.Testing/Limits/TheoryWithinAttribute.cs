using Xunit;
using Xunit.Sdk;

namespace Sandbox.Testing;

/// <summary>A theory with its own time limit in seconds for each row; a plain <c>[Theory]</c> has <see cref="TestTimeLimit.Default"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Sandbox.Testing.LimitedTheoryDiscoverer", "Sandbox.Testing")]
public sealed class TheoryWithinAttribute : TheoryAttribute
{
    public TheoryWithinAttribute(int seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        Seconds = seconds;
        Timeout = checked(seconds * 1000);
    }

    public int Seconds { get; }
}
