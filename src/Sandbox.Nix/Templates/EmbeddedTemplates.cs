using System.Reflection;

namespace Sandbox.Nix.Templates;

/// <summary>The templates that are part of the program. There is no way to others: not from a file, not from a network (GN-25).</summary>
internal static class EmbeddedTemplates
{
    public const string Ending = ".scriban";

    /// <summary>By name: the path below <c>templates/</c>.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Read();

    private static Dictionary<string, string> Read()
    {
        Assembly assembly = typeof(EmbeddedTemplates).Assembly;
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames().Where(static n => n.EndsWith(Ending, StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            all.Add(name, reader.ReadToEnd());
        }

        return all;
    }
}
