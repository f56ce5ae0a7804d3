using Sandbox.Nix.Configuration;
using Sandbox.Nix.Literals;
using Sandbox.Templating.Values;

namespace Sandbox.Nix;

/// <summary>What templates may name.</summary>
internal static class FlakeModel
{
    /// <exception cref="FormatException">A setting that Nix text cannot hold.</exception>
    public static TemplateObject Of(GeneratorConfiguration configuration) => new(
        ("own", string.Equals(configuration.Source, GeneratorConfiguration.Self, StringComparison.Ordinal)),
        ("source", configuration.Source),
        ("nixpkgs", configuration.Nixpkgs),
        ("overlays", new TemplateList([.. configuration.Overlays.Select(static o => new TemplateObject(("name", o.Name), ("url", o.Url)))])),
        ("backends", new TemplateList([.. configuration.Backends.Select(Backend)])),
        ("first", Backend(configuration.Backends[0])),
        ("has", new TemplateObject([.. NixBackend.All.Select(b => (b.Name, (TemplateValue)configuration.Backends.Contains(b)))])),
        ("packages", new TemplateList([.. configuration.Packages.Select(static p => TemplateList.Of(p.Split('.')))])),
        ("chromium", configuration.Chromium),
        ("chromium_extensions", TemplateList.Of([.. configuration.ChromiumExtensions])),
        ("settings", NixFilters.Value(configuration.Settings, indent: 2)));

    private static TemplateObject Backend(NixBackend backend) =>
        new(("name", backend.Name), ("without", backend.Name + "-no-network"), ("guest", backend.IsGuest));
}
