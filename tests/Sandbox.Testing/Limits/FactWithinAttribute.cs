using Xunit;
using Xunit.Sdk;

namespace Sandbox.Testing;

/// <summary>A fact with its own time limit in seconds; a plain <c>[Fact]</c> has <see cref="TestTimeLimit.Default"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Sandbox.Testing.LimitedFactDiscoverer", "Sandbox.Testing")]
public sealed class FactWithinAttribute : FactAttribute
{
    public FactWithinAttribute(int seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        Seconds = seconds;
        Timeout = checked(seconds * 1000);
    }

    public int Seconds { get; }
}
