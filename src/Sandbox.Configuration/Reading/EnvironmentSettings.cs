using Sandbox.Configuration.Catalogue;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Configuration.Reading;

/// <summary>Settings in variables. A variable with our prefix that is no setting is a mistake: whoever mistypes a name wants something to hold.</summary>
public static class EnvironmentSettings
{
    /// <summary>Names the file with a package's defaults.</summary>
    public const string Defaults = "CLAUDE_SANDBOX_DEFAULTS";

    /// <summary>Set to 1 in every sandbox.</summary>
    private const string Inside = "CLAUDE_SANDBOX";

    /// <summary>Outside a setting; inside it says what isolates, and a sandbox in a sandbox inherits it.</summary>
    private const string Backend = "CLAUDE_SANDBOX_BACKEND";

    /// <summary>Variables with our prefix that mean something else.</summary>
    private static readonly string[] Others = [Defaults, "CLAUDE_SANDBOX_TRACE", "CLAUDE_SANDBOX_VM_ACCEL"];

    private static bool IsSetting(string name, IReadOnlyDictionary<string, string> environment) =>
        name.StartsWith(SettingCatalogue.VariablePrefix, StringComparison.Ordinal) && !Others.Contains(name, StringComparer.Ordinal) &&
        !(string.Equals(name, Backend, StringComparison.Ordinal) && string.Equals(environment.GetValueOrDefault(Inside), "1", StringComparison.Ordinal));

    /// <summary>All of them, with every mistake as a finding.</summary>
    public static GivenSettings Read(IReadOnlyDictionary<string, string> environment, Findings findings)
    {
        GivenSettings result = new();
        foreach (string name in environment.Keys.Where(n => IsSetting(n, environment)).Order(StringComparer.Ordinal))
        {
            if (SettingCatalogue.All.FirstOrDefault(s => string.Equals(s.Variable, name, StringComparison.Ordinal)) is { } setting)
            {
                Read(setting, environment[name], result, findings);
            }
            else
            {
                // Without the prefix, which would make all of them alike.
                int prefix = SettingCatalogue.VariablePrefix.Length;
                string? near = Suggestion.For(name[prefix..], SettingCatalogue.All.Select(s => s.Variable[prefix..]));
                findings.Add(
                    ErrorCode.Configuration,
                    $"variable {PrintableText.Escape(name)} is no setting: {(near is null ? "unset it; `claude-sandbox config show --json` lists the settings and their variables" : $"did you mean {SettingCatalogue.VariablePrefix}{near}?")}");
            }
        }

        return result;
    }

    private static void Read(Setting setting, string value, GivenSettings result, Findings findings)
    {
        string[] words = setting.Kind switch
        {
            SettingKind.List => value.Split(setting.Separator),
            SettingKind.Switch => [value switch { "1" => "true", "0" => "false", _ => value }],
            _ => [value],
        };
        string[] problems = [.. words.Select(w => WordCheck.Find(setting, w)).OfType<string>()];
        foreach (string problem in problems)
        {
            findings.Add(ErrorCode.Configuration, $"variable {setting.Variable}: {(value.Length == 0 ? "set but empty: give it a value or unset it" : problem)}");
        }

        if (problems.Length == 0)
        {
            result.Set(setting, words, new SettingOrigin(SettingLayer.Environment, setting.Variable));
        }
    }
}
