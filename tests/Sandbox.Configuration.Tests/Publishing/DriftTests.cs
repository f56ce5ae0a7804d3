using System.Text.Json;
using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Publishing;

namespace Sandbox.Configuration.Tests.Publishing;

/// <summary>What is published is what is read.</summary>
public sealed class DriftTests
{
    [Fact]
    public void The_published_schema_is_the_program_s() => Assert.Equal(Document("config.schema.json"), ConfigurationSchema.Render());

    [Fact]
    public void The_documented_table_is_the_catalogue() => Assert.Contains(SettingsTable.Render(), Document("configuration.md"), StringComparison.Ordinal);

    [Fact]
    public void The_schema_has_every_setting_and_no_other_key()
    {
        using JsonDocument schema = JsonDocument.Parse(ConfigurationSchema.Render());
        Assert.Equal(SettingCatalogue.All.Select(static s => s.Path).Order(StringComparer.Ordinal), Leaves(schema.RootElement, string.Empty).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Examples_of_the_documentation_are_right()
    {
        string[] examples = [.. Document("configuration.md").Split("```jsonc\n").Skip(1).Select(static e => e.Split("```")[0])];
        Assert.NotEmpty(examples);
        Assert.All(examples, e => Assert.Empty(Texts.MistakesIn(e)));
    }

    private static IEnumerable<string> Leaves(JsonElement schema, string prefix)
    {
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        return schema.GetProperty("properties").EnumerateObject().Where(static p => p.Name != "$schema")
            .SelectMany(p => p.Value.TryGetProperty("properties", out _) ? Leaves(p.Value, prefix + p.Name + ".") : [prefix + p.Name]);
    }

    private static string Document(string name) => File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", name));
}
