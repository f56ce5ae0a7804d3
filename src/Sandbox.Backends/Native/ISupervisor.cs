using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>Lets others into a running sandbox, and finds it a new owner when its first session leaves early.</summary>
public interface ISupervisor
{
    /// <summary>Readable when somebody knocks. Watched from when the sandbox's network stands.</summary>
    Descriptor Listener { get; }

    /// <summary>Somebody knocks. Must return at once and work on threads of its own.</summary>
    void Answer(LiveControl control);

    /// <summary>
    /// The first session has ended and others have not. True when another process has everything of the sandbox: nothing of it may be closed or
    /// waited for here any more. False when there is none, and this process has to stay; its
    /// network is then served anew.
    /// </summary>
    bool HandOver(RunningSandbox sandbox);
}
