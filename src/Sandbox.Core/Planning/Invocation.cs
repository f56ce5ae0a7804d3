namespace Sandbox.Core.Planning;

/// <summary>What to run inside.</summary>
public abstract record Invocation;

/// <summary>The agent, with the arguments after <c>--</c>.</summary>
public sealed record RunAgent(AgentLaunch Agent, IReadOnlyList<string> Arguments) : Invocation;

/// <summary>An interactive shell.</summary>
public sealed record RunShell(AgentLaunch? Agent) : Invocation;

/// <summary>One command, looked up inside.</summary>
public sealed record RunCommand(IReadOnlyList<string> CommandLine, AgentLaunch? Agent) : Invocation;
