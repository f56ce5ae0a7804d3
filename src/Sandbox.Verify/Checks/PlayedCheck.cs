using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>An attack that needs launches of its own.</summary>
/// <param name="id">Its name.</param>
/// <param name="title">What is tried.</param>
/// <param name="play">Does it on one side and says what was gained; null for nothing. Throws <see cref="NotPlayedException"/> when it cannot be done.</param>
internal sealed class PlayedCheck(string id, string title, Func<Arm, string?> play) : BatteryCheck(id, title)
{
    private readonly Dictionary<bool, string?> _gained = [];
    private string? _notPlayed;

    public override void Play(Arm arm)
    {
        try
        {
            _gained[arm.IsSandboxed] = play(arm);
        }
        catch (NotPlayedException e)
        {
            _notPlayed = e.Message;
        }
    }

    public override (Verdict, string) Judge(Arm inside, Arm outside) =>
        _gained.TryGetValue(true, out string? escaped) && escaped is not null ? (Verdict.Escaped, escaped)
        : _notPlayed is not null ? (Verdict.Inconclusive, _notPlayed)
        : _gained[false] is null ? (Verdict.Inconclusive, "it does not work without a sandbox either")
        : (Verdict.Blocked, string.Empty);
}
