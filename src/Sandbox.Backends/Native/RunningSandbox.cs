using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>All that holds a sandbox from outside.</summary>
/// <param name="Status">The status pipe: ends when the sandbox does.</param>
/// <param name="Liveness">The sandbox ends when the last copy of this is closed.</param>
/// <param name="Control">The socket of PID 1.</param>
/// <param name="Sockets">Of its network, when that is captured.</param>
public sealed record RunningSandbox(Descriptor Status, Descriptor Liveness, Descriptor Control, SandboxSockets? Sockets);
