using System.Text.Json;
using System.Text.Unicode;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Nix.Configuration;

/// <summary>Reads the file behind <c>generate --config</c>: JSON with comments and trailing commas. Every mistake is a finding.</summary>
public sealed class GeneratorFile
{
    /// <summary>Bytes of the longest file that is read.</summary>
    public const int Limit = 256 * 1024;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };
    private static readonly string[] Keys = ["$schema", "source", "nixpkgs", "packages", "extraPackages", "settings"];

    private readonly string path;
    private readonly Findings findings;

    private GeneratorFile(string path, Findings findings)
    {
        this.path = PrintableText.Escape(path);
        this.findings = findings;
    }

    /// <param name="bytes">The file's contents.</param>
    /// <param name="path">For messages.</param>
    /// <param name="findings">Takes every mistake (CS110).</param>
    public static GeneratorConfiguration Read(byte[] bytes, string path, Findings findings)
    {
        GeneratorFile file = new(path, findings);
        if (!Utf8.IsValid(bytes))
        {
            file.Mistake("not UTF-8: save it as UTF-8");
            return new GeneratorConfiguration();
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, Lenient);
            return file.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            file.Mistake(FormattableString.Invariant($"not JSON at line {(e.LineNumber ?? 0) + 1}: correct it there"));
            return new GeneratorConfiguration();
        }
    }

    private GeneratorConfiguration Read(JsonElement root)
    {
        GeneratorConfiguration result = new();
        if (root.ValueKind != JsonValueKind.Object)
        {
            Mistake("must hold an object, { ... }");
            return result;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        List<string> extra = [];
        foreach (JsonProperty property in root.EnumerateObject())
        {
            string name = PrintableText.Escape(property.Name);
            if (!seen.Add(property.Name))
            {
                Mistake($"{name}: given twice: keep one of the two");
                continue;
            }

            switch (property.Name)
            {
                case "$schema":
                    break;
                case "source":
                    result = result with { Source = Reference(property) };
                    break;
                case "nixpkgs":
                    result = result with { Nixpkgs = Reference(property) };
                    break;
                case "packages":
                    result = result with { Packages = Packages(property) };
                    break;
                case "extraPackages":
                    extra = Packages(property);
                    break;
                case "settings":
                    Settings(property.Value);
                    result = result with { Settings = property.Value.Clone() };
                    break;
                default:
                    string? near = Suggestion.For(property.Name, Keys);
                    Mistake($"{name}: unknown key: {(near is null ? $"known are {string.Join(", ", Keys)}" : $"did you mean {near}?")}");
                    break;
            }
        }

        return result with { Packages = [.. result.Packages.Concat(extra).Distinct(StringComparer.Ordinal)] };
    }

    private string Reference(JsonProperty property)
    {
        string? text = Text(property.Value);
        if (text is null || !FlakeReference.IsKnown(text))
        {
            Mistake($"{property.Name}: {(text is null ? "must be a text" : PrintableText.Escape(text))}: write {FlakeReference.Forms}");
        }

        return text ?? string.Empty;
    }

    private List<string> Packages(JsonProperty property)
    {
        List<string> names = [];
        if (property.Value.ValueKind != JsonValueKind.Array)
        {
            Mistake($"{property.Name}: must be a list, [ ... ]");
            return names;
        }

        foreach (JsonElement element in property.Value.EnumerateArray())
        {
            string? name = Text(element);
            if (name is null || !PackageName.IsOne(name))
            {
                Mistake(FormattableString.Invariant($"{property.Name}[{names.Count}]: {(name is null ? "must be a text" : PrintableText.Escape(name))}: write a package's name in nixpkgs, as in ripgrep or python3Packages.pip"));
            }

            names.Add(name ?? string.Empty);
        }

        return names;
    }

    // What they mean is the configuration's business; here only what the store makes of them: everybody reads it.
    private void Settings(JsonElement settings)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            Mistake("settings: must be an object, { ... }");
        }
        else if (settings.TryGetProperty("env", out JsonElement env) && env.ValueKind == JsonValueKind.Array && env.EnumerateArray().Any(static e => Text(e)?.Contains('=', StringComparison.Ordinal) == true))
        {
            Mistake("settings.env: a value would lie in the Nix store, where everybody reads it: write the variable's name alone, and it is taken from the environment");
        }
    }

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void Mistake(string what) => findings.Add(ErrorCode.Configuration, $"{path}: {what}");
}
