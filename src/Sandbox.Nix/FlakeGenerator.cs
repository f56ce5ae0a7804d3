using Sandbox.Nix.Configuration;
using Sandbox.Nix.Files;
using Sandbox.Nix.Templates;
using Sandbox.Templating;

namespace Sandbox.Nix;

/// <summary>Renders every template that a configuration wants. Pure: equal configurations give equal bytes.</summary>
public static class FlakeGenerator
{
    /// <summary>The files, in the order of their names.</summary>
    /// <exception cref="FormatException">A setting that Nix text cannot hold.</exception>
    /// <exception cref="TemplateException">Another such value; or a mistake in a template.</exception>
    public static IReadOnlyList<GeneratedFile> Generate(GeneratorConfiguration configuration)
    {
        TemplateEngine engine = new(EmbeddedTemplates.All, Literals.NixFilters.All, onlyMarkup: true);
        Templating.Values.TemplateObject model = FlakeModel.Of(configuration);
        return [.. Names().Where(n => FlakeFiles.IsWanted(n, configuration)).Select(name => new GeneratedFile(name, Marker.Add(engine.Render(name + EmbeddedTemplates.Ending, model))))];
    }

    /// <summary>What another configuration would have and this one has not: paths.</summary>
    public static IReadOnlyList<string> Unwanted(GeneratorConfiguration configuration) => [.. Names().Where(n => !FlakeFiles.IsWanted(n, configuration))];

    private static IEnumerable<string> Names() => EmbeddedTemplates.All.Keys.Select(static n => n[..^EmbeddedTemplates.Ending.Length]).Order(StringComparer.Ordinal);
}
