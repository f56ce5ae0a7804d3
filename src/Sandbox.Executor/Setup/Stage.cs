namespace Sandbox.Executor.Setup;

/// <summary>Which of the plan's mounts are made.</summary>
internal enum Stage
{
    /// <summary>All.</summary>
    Whole,

    /// <summary>Before the container exists: those that need no namespace of it. Mount points of the others are made.</summary>
    Outside,

    /// <summary>In the container: the rest.</summary>
    Inside,
}
