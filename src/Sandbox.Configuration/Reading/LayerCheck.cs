using Sandbox.Configuration.Catalogue;

namespace Sandbox.Configuration.Reading;

/// <summary>Settings that are not for every file: what can only grant has no place in one that may only tighten.</summary>
internal static class LayerCheck
{
    /// <summary>Why the file of this layer cannot say it, or null.</summary>
    public static string? Find(Setting setting, SettingLayer layer) => (layer, setting.Bound) switch
    {
        (SettingLayer.Project, SettingBound.Free or SettingBound.ManagedOnly) =>
            $"not for a project's file, which may only tighten: pass {setting.Flag} or set it in your own config.json if you want it",
        (SettingLayer.Managed, SettingBound.Free) => "cannot be managed, because nothing is tighter than anything else: set it in config.json beside it",
        _ => null,
    };
}
