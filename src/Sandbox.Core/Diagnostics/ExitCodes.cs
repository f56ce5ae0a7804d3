namespace Sandbox.Core.Diagnostics;

/// <summary>Exit codes; docs/errors.md lists them beside the errors.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Other verbs: the request failed.</summary>
    public const int Failed = 1;

    /// <summary>Other verbs: the command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>Other verbs: a credential is needed first.</summary>
    public const int NeedsAuthentication = 4;

    /// <summary>The sandbox could not be started as asked; the command did not run.</summary>
    public const int Refused = 125;

    /// <summary>The command was found but could not be executed.</summary>
    public const int NotExecutable = 126;

    /// <summary>The command was not found.</summary>
    public const int NotFound = 127;

    /// <summary>A command ended by signal N is reported as this plus N.</summary>
    public const int SignalBase = 128;

    /// <summary>What <c>run</c> and <c>exec</c> exit with: never a code that the command could have meant, but for the two that every shell has.</summary>
    public static int OfLaunch(ErrorCode code) => code switch
    {
        ErrorCode.CommandNotFound => NotFound,
        ErrorCode.CommandNotExecutable => NotExecutable,
        _ => Refused,
    };

    /// <summary>What every other verb exits with.</summary>
    public static int OfVerb(ErrorCode code) => code switch
    {
        ErrorCode.Usage or ErrorCode.InvalidPolicy => Usage,
        ErrorCode.Credential => NeedsAuthentication,
        _ => Failed,
    };
}
