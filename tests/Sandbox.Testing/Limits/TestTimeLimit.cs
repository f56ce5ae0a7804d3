using System.Globalization;
using System.Reflection;
using Xunit;

namespace Sandbox.Testing;

/// <summary>
/// How long a test may take. xunit 2 honours Timeout on asynchronous tests only and fails others that ask for it; the framework of
/// these helpers runs each test in a thread of its own and limits both kinds. The abandoned thread goes on until the run ends.
/// </summary>
public static class TestTimeLimit
{
    /// <summary>For a test that names no limit.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The limit of a test method: <c>[FactWithin(5)]</c>, <c>[Fact(Timeout = 5000)]</c> or the default. <c>make soak</c> makes all of them longer by
    /// the time it is given.
    /// </summary>
    public static TimeSpan Of(MethodInfo method) =>
        (method.GetCustomAttribute<FactAttribute>() is { Timeout: > 0 } fact ? TimeSpan.FromMilliseconds(fact.Timeout) : Default) + Soak;

    private static TimeSpan Soak =>
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("SANDBOX_SOAK_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : 0);
}
