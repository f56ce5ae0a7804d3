using System.Text;
using Sandbox.Configuration.Catalogue;

namespace Sandbox.Configuration.Publishing;

/// <summary>The table of settings in docs/configuration.md.</summary>
public static class SettingsTable
{
    /// <summary>Markdown, a line each setting, below a heading of two.</summary>
    public static string Render()
    {
        StringBuilder text = new("| key | option, variable | what | a project's file |\n|---|---|---|---|\n");
        foreach (Setting setting in SettingCatalogue.All)
        {
            text.Append($"| `{setting.Path}` | `{setting.Flag}` `{setting.Variable}` | {setting.Summary} ({Value(setting)}) | {Project(setting)} |\n");
        }

        return text.ToString();
    }

    private static string Value(Setting setting) => setting.Kind switch
    {
        SettingKind.Switch => "true or false",
        SettingKind.List => $"list of {(setting.Form.Length > 0 ? $"`{setting.Form}`" : "names")}",
        _ when setting.Choices.Count > 0 => string.Join(", ", setting.Choices.Select(static c => c.Word)),
        _ => $"`{setting.Form}`",
    };

    private static string Project(Setting setting) => setting.Bound switch
    {
        SettingBound.AtMost when setting.Kind == SettingKind.Switch => $"may say {setting.Choices[0].Word}",
        SettingBound.AtMost or SettingBound.Lowers => "may lower it",
        SettingBound.Among => "keeps only these",
        SettingBound.Rules => "keeps only these, each within what is allowed",
        SettingBound.Adds => "adds to it",
        _ => "may not say it",
    };
}
