using Sandbox.Core.Forwards;

namespace Sandbox.Core.Tests.Forwards;

/// <summary>docs/forwards.md and the catalogue say the same.</summary>
public sealed class ForwardDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "forwards.md"));

    [Fact]
    public void The_table_is_the_catalogue_in_its_order() =>
        Assert.Equal(ForwardCatalog.All.Select(Row), Document.Split('\n').SkipWhile(l => l != "|---|---|---|---|---|").Skip(1).TakeWhile(l => l.Length > 0));

    [Fact]
    public void A_forward_is_named_and_described_as_every_other_is()
    {
        Assert.Equal(ForwardCatalog.All.Count, ForwardCatalog.All.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(ForwardCatalog.All, f =>
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", f.Name);
            Assert.False(f.Summary.EndsWith('.') || f.Grants?.EndsWith('.') == true, f.Name);
            Assert.True(f.Grants is not null || f.Default, $"{f.Name} grants nothing and is not there by default");
        });
    }

    private static string Row(Forward forward) =>
        $"| `{forward.Name}` | {forward.Summary} | {forward.Grants ?? "nothing"} | {(forward.Default ? "always, where it exists" : forward.Desktop ? "with `--desktop`" : "when asked for")} | {Sources(forward)} |";

    private static string Sources(Forward forward) => forward.Sources.Count == 0 ? "" : string.Join(", ", forward.Sources.Select(s => s.Kind switch
    {
        ForwardSourceKind.Path => $"`{s.Name}`",
        ForwardSourceKind.RuntimePath => $"`$XDG_RUNTIME_DIR/{s.Name}`",
        ForwardSourceKind.RuntimeVariable => $"`$XDG_RUNTIME_DIR/${s.Name}`",
        ForwardSourceKind.X11Display => "`/tmp/.X11-unix/X` and the number in `$DISPLAY`",
        ForwardSourceKind.BusAddress => $"`${s.Name}`, else `$XDG_RUNTIME_DIR/bus`",
        _ => s.Fallback is null ? $"`${s.Name}`" : $"`${s.Name}`, else `{s.Fallback}`",
    }));
}
