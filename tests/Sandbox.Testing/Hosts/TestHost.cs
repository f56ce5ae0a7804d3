using Sandbox.Testing.Native;

namespace Sandbox.Testing;

/// <summary>What this machine must have. Absence fails the test and names the remedy; it never skips, because a skip reads as a pass.</summary>
public static class TestHost
{
    /// <summary>Whether the test process has uid 0.</summary>
    public static bool IsRoot => Libc.geteuid() == 0;

    /// <summary>Returns the absolute path of what is needed.</summary>
    /// <exception cref="TestFailureException">It is not installed.</exception>
    public static string Require(Capability capability) =>
        capability.Paths.FirstOrDefault(File.Exists)
        ?? throw new TestFailureException(
            $"this test needs {capability.Name} at {string.Join(" or ", capability.Paths)}: apt-get install {capability.Package}");

    /// <exception cref="TestFailureException">The tests do not run as root.</exception>
    public static void RequireRoot()
    {
        if (!IsRoot)
        {
            throw new TestFailureException("this test needs root: run the tests as root");
        }
    }
}
