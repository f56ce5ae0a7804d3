namespace Sandbox.Bench.Hello;

/// <summary>Starts and ends.</summary>
internal static class Program
{
    private static int Main() => 0;
}
