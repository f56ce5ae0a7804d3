using System.Reflection;
using Xunit;
using Xunit.Sdk;

namespace Sandbox.Testing;

/// <summary>What this run of the test assembly comprises; set by the test framework before the first test starts.</summary>
public static class TestRun
{
    /// <summary>Whether every test method of the assembly runs, that is, no filter is in force.</summary>
    public static bool IsComplete { get; private set; }

    internal static void Begin(Assembly assembly, IEnumerable<IXunitTestCase> cases)
    {
        HashSet<string> running = new(cases.Select(static c => $"{c.TestMethod.TestClass.Class.Name}.{c.TestMethod.Method.Name}"), StringComparer.Ordinal);
        IsComplete = Methods(assembly).All(running.Contains);
    }

    private static IEnumerable<string> Methods(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        where type is { IsAbstract: false, IsClass: true }
        from method in type.GetMethods()
        where method.GetCustomAttribute<FactAttribute>() is not null
        select $"{type.FullName}.{method.Name}";
}
