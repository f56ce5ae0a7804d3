using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>What is spawned to carry out a compiled plan: the executor itself, or a program that prepares for it and then runs it.</summary>
/// <param name="Program">Absolute path.</param>
/// <param name="Arguments">argv, argv[0] included.</param>
public sealed record ExecutorCommand(string Program, IReadOnlyList<string> Arguments) : IDisposable
{
    /// <summary>NAME=VALUE.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Beside those of the hand-over, by their numbers there; 0, 1 and 2 take the place of the caller's.</summary>
    public IReadOnlyList<(Descriptor Source, int Target)> Descriptors { get; init; } = [];

    /// <summary>It leads a session of its own: the keys of the caller's terminal are nothing to it.</summary>
    public bool OwnSession { get; init; }

    /// <summary>Who prepares, for messages; null for the executor alone.</summary>
    public Preparation? Preparation { get; init; }

    /// <summary>For a container manager; null for everything else. It is started as root.</summary>
    public Containment? Containment { get; init; }

    /// <summary>Another program makes the namespaces, and the executor goes on in them (PlanFlags.Prepared).</summary>
    internal bool IsPrepared => Preparation is not null && Containment is null;

    /// <summary>The executor alone.</summary>
    public static ExecutorCommand Native(string executor) => new(executor, [executor]);

    public void Dispose()
    {
        foreach ((Descriptor source, _) in Descriptors)
        {
            source.Dispose();
        }

        Preparation?.Messages.Dispose();
    }
}
