using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Egress;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Commands;

/// <summary>What a run, exec or plan command line asks for, parsed and checked as far as words go.</summary>
internal sealed record LaunchRequest
{
    public required LaunchKind Kind { get; init; }

    /// <summary>The words that the policy was made of; null when no words ask for it.</summary>
    public SandboxWords? Words { get; init; }

    public required SandboxPolicy Policy { get; init; }

    /// <summary>The words after <c>--</c>.</summary>
    public IReadOnlyList<string> Payload { get; init; } = [];

    /// <summary>A command in place of claude.</summary>
    public string? Agent { get; init; }

    public bool Quiet { get; init; }

    /// <summary>What the project's own file took away, in words; null for nothing.</summary>
    public string? Tightened { get; init; }

    /// <summary>Where the report goes, as given: a file, "-" for stderr, null for nowhere.</summary>
    public string? Report { get; init; }

    /// <summary>A sandbox of its own: it joins none and none can join it.</summary>
    public bool New { get; init; }

    /// <summary>Made for this launch.</summary>
    public SessionKeys Keys { get; } = new();

    /// <summary>What the word for the directory may have been meant as when there is no such directory.</summary>
    public string? Guess { get; init; }
}

/// <summary>Which of the three invocations.</summary>
internal enum LaunchKind
{
    Agent,
    Shell,
    Command,
}
