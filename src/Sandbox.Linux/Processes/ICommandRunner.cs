namespace Sandbox.Linux.Processes;

/// <summary>
/// Runs helper programs (npm, git, docker, ...). The only seam to child processes in managed code besides the launch path:
/// the day CliWrap restores, one implementation is swapped.
/// </summary>
public interface ICommandRunner
{
    /// <summary>Runs one program to its end.</summary>
    /// <exception cref="ArgumentException">The specification cannot be carried out faithfully (relative path, NUL, lone surrogate).</exception>
    /// <exception cref="CommandStartException">The program could not be started.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the child has ended by then.</exception>
    Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken);
}
