using System.Globalization;
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
    private static readonly string[] Keys = ["$schema", "source", "nixpkgs", "overlays", "backends", "packages", "extraPackages", "chromium", "chromiumExtensions", "settings"];

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
                    result = result with { Source = Text(property.Value) == GeneratorConfiguration.Self ? GeneratorConfiguration.Self : Reference(property.Name, property.Value) };
                    break;
                case "nixpkgs":
                    result = result with { Nixpkgs = Reference(property.Name, property.Value) };
                    break;
                case "overlays":
                    result = result with { Overlays = Overlays(property) };
                    break;
                case "backends":
                    result = result with { Backends = Backends(property) };
                    break;
                case "packages":
                    result = result with { Packages = Packages(property) };
                    break;
                case "extraPackages":
                    extra = Packages(property);
                    break;
                case "chromium":
                    result = result with { Chromium = Flag(property) };
                    break;
                case "chromiumExtensions":
                    result = result with { ChromiumExtensions = Extensions(property) };
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

    private string Reference(string key, JsonElement value)
    {
        string? text = Text(value);
        if (text is null || !FlakeReference.IsKnown(text))
        {
            Mistake($"{key}: {Shown(text)}: write {FlakeReference.Forms}");
        }

        return text ?? string.Empty;
    }

    private List<NixOverlay> Overlays(JsonProperty property)
    {
        List<NixOverlay> overlays = [];
        if (property.Value.ValueKind != JsonValueKind.Object)
        {
            Mistake($"{property.Name}: must be an object, {{ \"NAME\": \"FLAKE\" }}");
            return overlays;
        }

        foreach (JsonProperty one in property.Value.EnumerateObject())
        {
            string key = $"{property.Name}.{PrintableText.Escape(one.Name)}";
            if (!NixOverlay.IsName(one.Name))
            {
                Mistake($"{key}: write a name of small letters, digits and hyphens that is not {string.Join(" or ", NixOverlay.Taken)}");
            }
            else if (overlays.Exists(o => string.Equals(o.Name, one.Name, StringComparison.Ordinal)))
            {
                Mistake($"{key}: given twice: keep one of the two");
            }

            overlays.Add(new NixOverlay(one.Name, Reference(key, one.Value)));
        }

        return overlays;
    }

    private List<NixBackend> Backends(JsonProperty property)
    {
        List<NixBackend> backends = [];
        string known = string.Join(", ", NixBackend.All.Select(static b => b.Name));
        foreach ((string key, string? name) in Texts(property))
        {
            NixBackend? backend = NixBackend.All.FirstOrDefault(b => string.Equals(b.Name, name, StringComparison.Ordinal));
            if (backend is null || backends.Contains(backend))
            {
                Mistake($"{key}: {Shown(name)}: {(backend is null ? $"write one of {known}" : "given twice: keep one of the two")}");
            }
            else
            {
                backends.Add(backend);
            }
        }

        if (property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() == 0)
        {
            Mistake($"{property.Name}: none is left: write at least one of {known}");
        }

        return backends;
    }

    private List<string> Packages(JsonProperty property)
    {
        List<string> names = [];
        foreach ((string key, string? name) in Texts(property))
        {
            if (name is null || !PackageName.IsOne(name))
            {
                Mistake($"{key}: {Shown(name)}: write a package's name in nixpkgs, as in ripgrep or python3Packages.pip");
            }

            names.Add(name ?? string.Empty);
        }

        return names;
    }

    private List<string> Extensions(JsonProperty property)
    {
        List<string> ids = [];
        foreach ((string key, string? id) in Texts(property))
        {
            if (id is not { Length: 32 } || id.AsSpan().ContainsAnyExceptInRange('a', 'p'))
            {
                Mistake($"{key}: {Shown(id)}: write an extension's id, 32 letters from a to p");
            }

            ids.Add(id ?? string.Empty);
        }

        return ids;
    }

    private bool Flag(JsonProperty property)
    {
        if (property.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Mistake($"{property.Name}: must be true or false");
        }

        return property.Value.ValueKind == JsonValueKind.True;
    }

    // The elements of a list, each with the name that messages call it by.
    private IEnumerable<(string Key, string? Text)> Texts(JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.Array)
        {
            Mistake($"{property.Name}: must be a list, [ ... ]");
            yield break;
        }

        int index = 0;
        foreach (JsonElement element in property.Value.EnumerateArray())
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"{property.Name}[{index++}]"), Text(element));
        }
    }

    private static string Shown(string? text) => text is null ? "must be a text" : PrintableText.Escape(text);

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
