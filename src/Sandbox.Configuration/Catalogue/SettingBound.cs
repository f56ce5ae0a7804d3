namespace Sandbox.Configuration.Catalogue;

/// <summary>What a project's file and the managed file may do with a setting. Neither ever grants anything.</summary>
public enum SettingBound
{
    /// <summary>Nothing: there is no tighter and no looser.</summary>
    Free,

    /// <summary>Both hold it at or below a value.</summary>
    AtMost,

    /// <summary>Both name the entries that may stay: a project's file takes the others away, the managed file refuses them.</summary>
    Among,

    /// <summary>
    /// The managed file names the entries that may be there; a project's file says nothing, because taking an entry away could loosen: a read-only
    /// grant inside a writable one protects.
    /// </summary>
    ManagedOnly,

    /// <summary>Both hold an amount at or below a value: of what a project's file names and what holds without it, the smaller one holds.</summary>
    Lowers,

    /// <summary>As <see cref="Among"/>, by what the network rules let through instead of by their words.</summary>
    Rules,

    /// <summary>Both add to it: every entry takes something away.</summary>
    Adds,
}
