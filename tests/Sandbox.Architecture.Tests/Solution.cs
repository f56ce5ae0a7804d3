using System.Xml.Linq;

namespace Sandbox.Architecture.Tests;

/// <summary>The repository as files: projects, what they reference, and sources.</summary>
internal static class Solution
{
    private static readonly string[] Built = ["bin", "obj"];

    public static string Root => RepositoryPaths.Root;

    /// <summary>Names of the projects under src, by what they are called in the map (without "Sandbox.").</summary>
    public static IReadOnlyDictionary<string, XDocument> Projects { get; } =
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(p => Path.GetFileNameWithoutExtension(p)["Sandbox.".Length..], XDocument.Load, StringComparer.Ordinal);

    /// <summary>Projects that a project links, by the same names.</summary>
    public static IEnumerable<string> References(string project) =>
        Items(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r)["Sandbox.".Length..]).Order(StringComparer.Ordinal);

    /// <summary>Values of Include of one kind of item.</summary>
    public static IEnumerable<string> Items(string project, string kind) =>
        Projects[project].Descendants(kind).Select(e => e.Attribute("Include")?.Value).OfType<string>();

    /// <summary>C# sources below <paramref name="directory"/>, relative to the root, build products left out.</summary>
    public static IEnumerable<string> Sources(string directory) => Files(directory).Where(f => f.EndsWith(".cs", StringComparison.Ordinal));

    public static IEnumerable<string> Files(string directory) =>
        Directory.EnumerateFiles(Path.Combine(Root, directory), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f))
            .Where(f => !f.Split('/').Any(c => Built.Contains(c, StringComparer.Ordinal)) && !f.Contains(".received.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));
}
