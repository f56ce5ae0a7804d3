namespace Sandbox.Linux.Sockets;

/// <summary>The process at the other end of a unix socket when it connected or began to listen.</summary>
/// <param name="Pid">May mean another process once that one has ended.</param>
/// <param name="Uid">Its effective user.</param>
public readonly record struct LocalPeer(int Pid, uint Uid);
