using Sandbox.Nix.Configuration;
using Sandbox.Nix.Files;
using Sandbox.Nix.Literals;
using Sandbox.Nix.Templates;
using Sandbox.Templating;
using Sandbox.Templating.Values;

namespace Sandbox.Nix;

/// <summary>Renders every template. Pure: equal configurations give equal bytes.</summary>
public static class FlakeGenerator
{
    /// <summary>The files, in the order of their names.</summary>
    /// <exception cref="FormatException">A setting that Nix text cannot hold.</exception>
    /// <exception cref="TemplateException">Another such value; or a mistake in a template.</exception>
    public static IReadOnlyList<GeneratedFile> Generate(GeneratorConfiguration configuration)
    {
        TemplateEngine engine = new(EmbeddedTemplates.All, NixFilters.All, onlyMarkup: true);
        TemplateObject model = new(
            ("source", configuration.Source),
            ("nixpkgs", configuration.Nixpkgs),
            ("settings", NixFilters.Value(configuration.Settings, indent: 2)),
            ("packages", new TemplateList([.. configuration.Packages.Select(static p => TemplateList.Of(p.Split('.')))])));
        return
        [
            .. EmbeddedTemplates.All.Keys.Order(StringComparer.Ordinal)
                .Select(name => new GeneratedFile(name[..^EmbeddedTemplates.Ending.Length], Marker.Add(engine.Render(name, model)))),
        ];
    }
}
