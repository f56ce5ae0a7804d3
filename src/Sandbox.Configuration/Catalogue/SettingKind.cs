namespace Sandbox.Configuration.Catalogue;

/// <summary>How a setting is written.</summary>
public enum SettingKind
{
    /// <summary>true or false.</summary>
    Switch,

    /// <summary>One text.</summary>
    Word,

    /// <summary>A list of texts.</summary>
    List,

    /// <summary>A number, or a text with a unit; <see cref="Setting.Measure"/> compares two.</summary>
    Amount,
}
