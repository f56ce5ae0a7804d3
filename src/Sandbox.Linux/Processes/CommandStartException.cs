namespace Sandbox.Linux.Processes;

/// <summary>A program could not be started; <see cref="Exception.Message"/> is one line that names it and says why.</summary>
public sealed class CommandStartException : Exception
{
    public CommandStartException(string executable, int errorNumber, string reason, Exception? inner = null)
        : base($"cannot start {executable}: {reason}", inner)
    {
        Executable = executable;
        ErrorNumber = errorNumber;
    }

    public string Executable { get; }

    /// <summary>errno; 0 when unknown.</summary>
    public int ErrorNumber { get; }
}
