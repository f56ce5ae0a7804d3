namespace Sandbox.Testing;

/// <summary>Who may enter a <see cref="TempDirectory"/>.</summary>
public enum TempDirectoryAccess
{
    /// <summary>Its owner only (0700).</summary>
    Private,

    /// <summary>Everybody may enter and list, only its owner may write (0755).</summary>
    Traversable,
}
