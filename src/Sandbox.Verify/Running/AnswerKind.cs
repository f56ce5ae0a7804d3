namespace Sandbox.Verify.Running;

/// <summary>How an attempt ended.</summary>
internal enum AnswerKind
{
    /// <summary>No line came: the probe did not get that far.</summary>
    None,

    /// <summary>It worked.</summary>
    Ok,

    /// <summary>The kernel refused it; the number is the errno.</summary>
    Errno,

    /// <summary>A program ended; the number is its exit code.</summary>
    Exit,

    /// <summary>A signal ended the attempt; the number is the signal.</summary>
    Signal,
}
