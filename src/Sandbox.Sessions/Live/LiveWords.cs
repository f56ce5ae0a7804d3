namespace Sandbox.Sessions.Live;

/// <summary>What the two sides of an entry's socket say.</summary>
public static class LiveWords
{
    /// <summary>
    /// Start a session. Descriptors: a sealed memory file with the details, PID 1's end of the session's socket, then 0, 1 and 2 of the
    /// session, or with a terminal nothing or 2 alone. Answered by <see cref="Joined"/>, <see cref="Differs"/> or not at all.
    /// </summary>
    public const string Join = "join";

    /// <summary>Id; start, in milliseconds of Unix time. Everything else is told on the session's socket.</summary>
    public const string Joined = "joined";

    /// <summary>The sandbox is another project's, whose path follows.</summary>
    public const string Collides = "collides";

    /// <summary>A list of lines, one for every setting that is not the running sandbox's.</summary>
    public const string Differs = "differs";

    /// <summary>Answered by <see cref="Status"/> itself: id, project, start in milliseconds of Unix time, pid of the owner, sessions, network.</summary>
    public const string Status = "status";

    /// <summary>End the sandbox: SIGTERM to everything inside, SIGKILL to what is left after a few seconds. Answered by itself, and by the end of the connection when it is done.</summary>
    public const string Stop = "stop";

    /// <summary>A mount will be attached. Answered by itself when the sandbox is ready for it; the end of the connection says that it is done.</summary>
    public const string Bind = "bind";

    /// <summary>The request could not be understood.</summary>
    public const string Unknown = "unknown";
}
