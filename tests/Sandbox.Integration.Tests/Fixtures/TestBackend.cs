namespace Sandbox.Integration.Tests;

/// <summary>The backend that the tests are about: the native one, or what SANDBOX_TEST_BACKEND names, so that all of them hold for each.</summary>
internal static class TestBackend
{
    /// <summary>As <c>--backend</c> spells it; null for the native one.</summary>
    public static string? Other { get; } = System.Environment.GetEnvironmentVariable("SANDBOX_TEST_BACKEND") is { Length: > 0 } name && name != "native" ? name : null;
}
