using Sandbox.Verify.Checks;
using Sandbox.Verify.Decoys;
using Sandbox.Verify.Running;

namespace Sandbox.Verify;

/// <summary>
/// Tries to get out of a sandbox, with decoys that it makes itself, and does what programs need. Every attempt is made by the same program
/// without a sandbox too: one that does not work there either shows nothing.
/// </summary>
public static class Battery
{
    private const int OfTheProbe = 37;
    private const int Refused = 125;

    /// <summary>Every check that there is.</summary>
    public static IReadOnlyList<CheckName> Names => [.. Catalogue.Create().SelectMany(static g => g.Checks.Select(c => new CheckName(c.Id, g.Group, c.Title)))];

    /// <summary>Whether a check is meant by a word: its whole name, or all of it before the full stop.</summary>
    public static bool IsMeant(string id, string word) => string.Equals(id, word, StringComparison.OrdinalIgnoreCase) || id.StartsWith(word + ".", StringComparison.OrdinalIgnoreCase);

    /// <param name="command">How the sandbox is started.</param>
    /// <param name="probe">Path of the probe program, which every user may execute.</param>
    /// <param name="wanted">Names of checks; empty for all.</param>
    /// <param name="configuration">The project's configuration file; null for none.</param>
    /// <param name="stop">Ends it early; everything that was made is removed all the same.</param>
    /// <exception cref="IOException">The decoys cannot be made.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static BatteryReport Run(SandboxCommand command, string probe, IReadOnlyList<string> wanted, byte[]? configuration, CancellationToken stop = default)
    {
        (string Group, BatteryCheck Check)[] checks =
            [.. Catalogue.Create().SelectMany(static g => g.Checks.Select(c => (g.Group, c))).Where(c => wanted.Count == 0 || wanted.Any(w => IsMeant(c.c.Id, w)))];
        DeadRuns.Sweep(probe);
        using Scene sandboxed = Scene.Create(probe, configuration, command.Variables, stop);
        Arm inside = new(sandboxed, command, probe);
        if (inside.Try() is { ExitCode: not OfTheProbe } refused && (refused.ExitCode == Refused || refused.TimedOut))
        {
            return new BatteryReport(command.Backend, refused.TimedOut ? $"it did not start in {command.Patience.TotalSeconds} seconds" : Message(refused), []);
        }

        using Scene free = Scene.Create(probe, configuration, command.Variables, stop);
        Arm outside = new(free, null, probe);
        _ = outside.Try();
        foreach (Arm arm in new[] { inside, outside })
        {
            arm.Make(string.Concat(checks.Select(c => c.Check.Script(arm))));
            foreach ((_, BatteryCheck check) in checks)
            {
                check.Play(arm);
            }
        }

        return new BatteryReport(command.Backend, null, [.. checks.Select(c => Result(c.Group, c.Check, inside, outside))]);
    }

    private static CheckResult Result(string group, BatteryCheck check, Arm inside, Arm outside)
    {
        (Verdict verdict, string words) = check.Judge(inside, outside);
        return new CheckResult(check.Id, group, check.Title, verdict, words);
    }

    private static string Message(RunResult refused)
    {
        const string Name = "claude-sandbox: ";
        string line = refused.LastError;
        return line.StartsWith(Name, StringComparison.Ordinal) ? line[Name.Length..] : line;
    }
}
