using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>
/// Something of the host to look after while the payload runs. It costs a short command nothing: what happened before
/// <see cref="Begin"/> is looked for there.
/// </summary>
public interface ILiveWatch
{
    /// <summary>How long a payload must have run before it begins.</summary>
    TimeSpan Delay { get; }

    /// <summary>A descriptor that becomes readable when there is something to look at; null: nothing can be watched.</summary>
    Descriptor? Begin();

    /// <summary>Looks. False stops the sandbox.</summary>
    bool Look();

    /// <summary>How long to wait before looking again without being told, or null.</summary>
    TimeSpan? Again { get; }
}
