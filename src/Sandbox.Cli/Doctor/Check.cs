namespace Sandbox.Cli.Doctor;

/// <summary>One line of the doctor's.</summary>
/// <param name="Area">The heading it stands under.</param>
/// <param name="Name">What was looked at, in a word or two; unique.</param>
/// <param name="State">How it is.</param>
/// <param name="Words">What was found, and what is lost without it.</param>
/// <param name="Fix">What to do; null when nothing is to be done.</param>
internal sealed record Check(string Area, string Name, CheckState State, string Words, string? Fix = null);

/// <summary>How a thing is.</summary>
internal enum CheckState
{
    Ok,

    /// <summary>It works, less well; the words say how.</summary>
    Weaker,

    Missing,
}
