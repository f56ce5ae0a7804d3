namespace Sandbox.Core.Forwards;

/// <summary>One host path of a forward.</summary>
/// <param name="Kind">How it is found.</param>
/// <param name="Name">A path or a variable's name.</param>
public sealed record ForwardSource(ForwardSourceKind Kind, string Name)
{
    /// <summary>Missing is an error when the user asked for the forward by name.</summary>
    public bool Required { get; init; }

    /// <summary>Bind read-write. Connecting to a socket needs it only where the file mode is checked on the mount (nix daemon).</summary>
    public bool Writable { get; init; }

    /// <summary>Copy the file's bytes instead of binding it: what the host replaces by rename would otherwise vanish inside.</summary>
    public bool Copy { get; init; }

    /// <summary>A fixed path that must be a socket.</summary>
    public bool Socket { get; init; }

    /// <summary>Nothing but a socket will do: the variable that names it may say anything.</summary>
    public bool IsSocket => Socket || (!Copy && Kind is not (ForwardSourceKind.Path or ForwardSourceKind.RuntimePath));

    /// <summary>Of use only beside another source of the forward: it does not count as having found something, and stays outside alone.</summary>
    public bool Follows { get; init; }

    /// <summary>Device nodes in it work.</summary>
    public bool Devices { get; init; }

    /// <summary>Programs in it may be executed.</summary>
    public bool Executable { get; init; }

    /// <summary>The copy is a git configuration: lines that hold or fetch credentials stay outside (<see cref="GitConfigFilter"/>).</summary>
    public bool GitConfig { get; init; }

    /// <summary>The copy is a file of X11 cookies: only those of the display go in, made good for the host name inside (<see cref="X11Cookies"/>).</summary>
    public bool Cookies { get; init; }

    /// <summary>Path on the host while the variable is unset; <c>~</c> stands for the home directory.</summary>
    public string? Fallback { get; init; }

    /// <summary>Path inside when it is not the host's own; <c>$XDG_RUNTIME_DIR/</c> in front stands for that directory inside.</summary>
    public string? Target { get; init; }

    /// <summary>A variable that tells programs inside where it is.</summary>
    public string? Tells { get; init; }

    /// <summary>What stands in front of the path in <see cref="Tells"/>.</summary>
    public string TellsPrefix { get; init; } = string.Empty;
}
