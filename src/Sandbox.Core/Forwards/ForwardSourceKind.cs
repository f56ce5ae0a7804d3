namespace Sandbox.Core.Forwards;

/// <summary>How a forward's source is found and shared.</summary>
public enum ForwardSourceKind
{
    /// <summary>A fixed path; <c>~</c> stands for the home directory.</summary>
    Path,

    /// <summary>A path that an environment variable holds.</summary>
    Variable,

    /// <summary>A name below XDG_RUNTIME_DIR that an environment variable holds (an absolute value is a path).</summary>
    RuntimeVariable,

    /// <summary>The socket of the X display that DISPLAY names.</summary>
    X11Display,

    /// <summary>A fixed name below XDG_RUNTIME_DIR.</summary>
    RuntimePath,

    /// <summary>The first address of a D-Bus that an environment variable holds (<c>unix:path=PATH;...</c>); the bus of XDG_RUNTIME_DIR when it is unset.</summary>
    BusAddress,

    /// <summary>A <c>unix://PATH</c> that an environment variable holds; <see cref="ForwardSource.Fallback"/> when it is unset.</summary>
    UnixUrl,
}
