using System.Reflection;

namespace Sandbox.Testing.Tests;

/// <summary>Naming what a machine lacks.</summary>
public sealed class TestHostTests
{
    [Fact]
    public void What_is_there_is_given_as_an_absolute_path() =>
        Assert.Equal("/bin/sh", TestHost.Require(new Capability("shell", "dash", "/nowhere/sh", "/bin/sh")));

    [Fact]
    public void What_is_missing_fails_with_the_package_that_brings_it()
    {
        TestFailureException failure = Assert.Throws<TestFailureException>(() => TestHost.Require(new Capability("frobnicator", "frob-utils", "/nowhere/frob")));

        Assert.Equal("this test needs frobnicator at /nowhere/frob: apt-get install frob-utils", failure.Message);
    }

    [Fact]
    public void Every_capability_has_absolute_paths_and_a_package()
    {
        IEnumerable<Capability> all = typeof(Capability).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(static p => p.GetValue(null)).OfType<Capability>().ToArray();

        Assert.NotEmpty(all);
        Assert.All(all, static c =>
        {
            Assert.NotEmpty(c.Package);
            Assert.NotEmpty(c.Paths);
            Assert.All(c.Paths, static p => Assert.True(Path.IsPathFullyQualified(p)));
        });
    }
}
