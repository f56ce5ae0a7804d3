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

    /// <summary>Nothing but a socket will do: the variable that names it may say anything.</summary>
    public bool IsSocket => !Copy && Kind is ForwardSourceKind.Variable or ForwardSourceKind.RuntimeVariable or ForwardSourceKind.X11Display;

    /// <summary>The copy is a git configuration: lines that hold or fetch credentials stay outside (<see cref="GitConfigFilter"/>).</summary>
    public bool GitConfig { get; init; }

    /// <summary>Path inside when it is not the host's own.</summary>
    public string? Target { get; init; }
}
