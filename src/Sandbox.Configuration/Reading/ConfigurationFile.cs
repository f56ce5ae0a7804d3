using System.Text.Json;
using System.Text.Unicode;
using Sandbox.Configuration.Catalogue;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Configuration.Reading;

/// <summary>
/// One file: JSON with comments and trailing commas. Every mistake is a finding with line and path; a key that is given twice, an unknown one and an
/// empty file are mistakes.
/// </summary>
public sealed class ConfigurationFile
{
    /// <summary>Bytes of the longest file that is read.</summary>
    public const int Limit = 256 * 1024;

    // Objects in objects: as many as the deepest setting needs, and some for what is wrong.
    private const int Depth = 16;
    private const string Schema = "$schema";

    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = Depth };

    private readonly byte[] _text;
    private readonly string _path;
    private readonly SettingLayer _layer;
    private readonly Findings _findings;
    private readonly GivenSettings _result = new();

    private ConfigurationFile(byte[] text, string path, SettingLayer layer, Findings findings) => (_text, _path, _layer, _findings) = (text, path, layer, findings);

    /// <summary>What the file says, as far as it can be understood.</summary>
    /// <param name="bytes">The file's contents.</param>
    /// <param name="path">For messages and origins.</param>
    /// <param name="layer">What kind of file it is: some settings are not for every one.</param>
    /// <param name="findings">Takes every mistake.</param>
    public static GivenSettings Read(byte[] bytes, string path, SettingLayer layer, Findings findings)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        ConfigurationFile file = new(bytes.AsSpan().StartsWith(mark) ? bytes[mark.Length..] : bytes, PrintableText.Escape(path), layer, findings);
        file.Read();
        return file._result;
    }

    private void Read()
    {
        if (_text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || !Utf8.IsValid(_text))
        {
            Mistake(1, "not UTF-8: save it as UTF-8");
            return;
        }

        if (_text.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            Mistake(1, "the file is empty: write {} or remove it");
            return;
        }

        Utf8JsonReader reader = new(_text, Lenient);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Mistake(LineOf(reader.TokenStartIndex), $"the file holds {JsonWords.Describe(reader.TokenType)}: it must hold an object, {{ ... }}");
                return;
            }

            Object(ref reader, string.Empty);
            reader.Read();
        }
        catch (JsonException e)
        {
            Mistake((int)(e.LineNumber ?? 0) + 1, JsonWords.Describe(e));
        }
    }

    private void Object(ref Utf8JsonReader reader, string prefix)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int line = LineOf(reader.TokenStartIndex);
            string? name = JsonWords.Text(ref reader);
            string path = prefix + name;
            bool good = name is not null && seen.Add(name);
            if (!good)
            {
                Mistake(line, name is null ? "a key is not valid text" : $"{PrintableText.Escape(path)}: given twice: keep one of the two");
            }

            reader.Read();
            if (good && !Property(ref reader, path, line))
            {
                Mistake(line, $"{PrintableText.Escape(path)}: unknown key: {Advice(path)}");
            }

            reader.Skip();
        }
    }

    // Leaves the reader on the value's first token, or on its last when it has gone through it.
    private bool Property(ref Utf8JsonReader reader, string path, int line)
    {
        if (SettingCatalogue.Find(path) is { } setting)
        {
            Value(ref reader, setting, line);
            return true;
        }

        bool group = SettingCatalogue.IsGroup(path);
        if (group && reader.TokenType == JsonTokenType.StartObject)
        {
            Object(ref reader, path + ".");
        }
        else if (group)
        {
            Mistake(line, $"{path}: must be an object, not {JsonWords.Describe(reader.TokenType)}");
        }
        else if (path == Schema && reader.TokenType != JsonTokenType.String)
        {
            Mistake(line, $"{path}: must be a text, not {JsonWords.Describe(reader.TokenType)}");
        }

        return group || path == Schema;
    }

    private void Value(ref Utf8JsonReader reader, Setting setting, int line)
    {
        SettingOrigin origin = Origin(line);
        List<SettingEntry> entries = [];
        bool good = true;
        if (setting.Kind != SettingKind.List)
        {
            good = Entry(ref reader, setting, setting.Path, line, entries);
        }
        else if (reader.TokenType != JsonTokenType.StartArray)
        {
            Mistake(line, $"{setting.Path}: must be a list, [ ... ], not {JsonWords.Describe(reader.TokenType)}");
            good = false;
        }
        else
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                int index = entries.Count;
                good &= Entry(ref reader, setting, FormattableString.Invariant($"{setting.Path}[{index}]"), LineOf(reader.TokenStartIndex), entries);
                reader.Skip();
            }
        }

        if (LayerCheck.Find(setting, _layer) is { } refused)
        {
            _findings.Add(ErrorCode.Loosening, $"{origin.Place}: {setting.Path}: {refused}");
        }
        else if (good)
        {
            _result.Set(setting, new GivenSetting(entries, origin));
        }
    }

    // A wrong entry is added too, so that those behind it keep their numbers.
    private bool Entry(ref Utf8JsonReader reader, Setting setting, string path, int line, List<SettingEntry> entries)
    {
        string? word = JsonWords.Word(ref reader, setting.Kind);
        string? problem = word is null && reader.TokenType == JsonTokenType.String && setting.Kind != SettingKind.Switch ? "not valid text"
            : word is null ? $"must be {JsonWords.Wanted(setting.Kind)}, not {JsonWords.Describe(reader.TokenType)}"
            : WordCheck.Find(setting, word);
        if (problem is not null)
        {
            Mistake(line, $"{path}: {problem}");
        }

        entries.Add(new SettingEntry(word ?? string.Empty, Origin(line)));
        return problem is null;
    }

    private static string Advice(string path)
    {
        string name = path[(path.LastIndexOf('.') + 1)..];
        string[] known = [.. SettingCatalogue.All.Select(static s => s.Path)];
        string? elsewhere = known.FirstOrDefault(k => string.Equals(k, name, StringComparison.Ordinal) || k.EndsWith("." + name, StringComparison.Ordinal));
        return (elsewhere ?? Suggestion.For(path, known) ?? Suggestion.For(name, known)) is { } near ? $"did you mean {near}?" : "`claude-sandbox config schema` lists them";
    }

    private SettingOrigin Origin(int line) => new(_layer, FormattableString.Invariant($"{_path}:{line}"));

    private void Mistake(int line, string what) => _findings.Add(ErrorCode.Configuration, FormattableString.Invariant($"{_path}:{line}: {what}"));

    private int LineOf(long index) => _text.AsSpan(0, (int)index).Count((byte)'\n') + 1;
}
