using Sandbox.Linux.Seccomp;

namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>The profiles that the tests look at.</summary>
internal static class Profiles
{
    internal static SeccompProfile Default { get; } = new()
    {
        AllowNestedUserNamespaces = false,
        AllowDebugging = false,
        DenySetgid = false,
    };

    internal static SeccompProfile Debug { get; } = Default with { AllowDebugging = true };

    internal static SeccompProfile Nested { get; } = Default with { AllowNestedUserNamespaces = true };

    internal static SeccompProfile Root { get; } = Default with { DenySetgid = true };

    internal static SeccompProfile Loosest { get; } = Debug with { AllowNestedUserNamespaces = true };
}
