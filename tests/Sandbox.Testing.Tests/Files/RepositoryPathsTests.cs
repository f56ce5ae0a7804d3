using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sandbox.Testing.Tests;

/// <summary>Finding the sources although the compiler records mapped paths.</summary>
public sealed class RepositoryPathsTests
{
    [Fact]
    public void A_recorded_source_path_leads_to_the_real_file() =>
        Assert.Contains(nameof(A_recorded_source_path_leads_to_the_real_file), File.ReadAllText(RepositoryPaths.SourceFile(ThisFile())), StringComparison.Ordinal);

    [Fact]
    public void The_recorded_path_is_a_mapped_one_so_that_the_test_above_means_something() =>
        Assert.StartsWith("/src/tests/", ThisFile(), StringComparison.Ordinal);

    [Fact]
    public void The_root_holds_the_solution() => Assert.True(File.Exists(Path.Combine(RepositoryPaths.Root, "Sandbox.sln")));

    [Fact]
    public void The_project_directory_is_found_from_the_assembly() =>
        Assert.True(File.Exists(Path.Combine(RepositoryPaths.ProjectDirectory(Assembly.GetExecutingAssembly()), "Sandbox.Testing.Tests.csproj")));

    [Fact]
    public void An_unknown_source_file_is_an_error_that_names_it()
    {
        TestFailureException failure = Assert.Throws<TestFailureException>(() => RepositoryPaths.SourceFile("/src/tests/Nowhere.cs"));

        Assert.Contains("/src/tests/Nowhere.cs", failure.Message, StringComparison.Ordinal);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
