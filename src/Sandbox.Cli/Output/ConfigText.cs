using System.Text;
using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Merging;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Output;

/// <summary>Settings in force for people: a line each entry, with who says so.</summary>
internal static class ConfigText
{
    public static string Render(EffectiveSettings settings)
    {
        int names = SettingCatalogue.All.Max(static s => s.Path.Length);
        StringBuilder text = new();
        foreach (Setting setting in SettingCatalogue.All)
        {
            GivenSetting given = settings.Of(setting);
            string name = setting.Path;
            foreach ((string word, string origin) in given.Entries.Count == 0 ? [("-", given.Origin.Place)] : given.Entries.Select(e => (PrintableText.Escape(setting.Shown(e.Word)), e.Origin.Place)))
            {
                text.Append(name.PadRight(names + 2)).Append(word.PadRight(Values)).Append("  ").Append(origin).Append('\n');
                name = string.Empty;
            }
        }

        return text.ToString();
    }

    private const int Values = 24;
}
