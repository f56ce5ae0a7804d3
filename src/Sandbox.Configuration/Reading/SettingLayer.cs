namespace Sandbox.Configuration.Reading;

/// <summary>Where a setting comes from. Of the first six a later one wins over an earlier; the last two only tighten.</summary>
public enum SettingLayer
{
    /// <summary>The program.</summary>
    Default,

    /// <summary>The file of whoever packaged the program, which <c>CLAUDE_SANDBOX_DEFAULTS</c> names.</summary>
    Package,

    /// <summary>The machine's <c>config.json</c>.</summary>
    System,

    /// <summary>The user's <c>config.json</c>.</summary>
    User,

    /// <summary>Variables.</summary>
    Environment,

    /// <summary>The command line.</summary>
    Flag,

    /// <summary>The machine's <c>managed.json</c>, which nothing goes beyond.</summary>
    Managed,

    /// <summary>The project's file, which the payload may have written.</summary>
    Project,
}
