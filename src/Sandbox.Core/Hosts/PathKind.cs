namespace Sandbox.Core.Hosts;

/// <summary>What a directory entry is (S_IFMT).</summary>
public enum PathKind
{
    Missing,
    File,
    Directory,
    Symlink,
    Socket,
    CharacterDevice,
    BlockDevice,
    Fifo,

    /// <summary>Exists, but the caller may not look at it.</summary>
    Forbidden,
}
