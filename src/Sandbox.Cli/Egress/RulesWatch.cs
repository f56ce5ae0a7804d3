using Sandbox.Core.Hosts;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Log;
using Sandbox.Egress.Names;
using Sandbox.Linux.Files;

namespace Sandbox.Cli.Egress;

/// <summary>
/// Follows the file of --rules. What cannot be read as rules changes nothing: the old ones stay, and the log says so, once for
/// every state of the file. It looks instead of listening: editors replace files, and network file systems tell nothing.
/// </summary>
internal sealed class RulesWatch(string file, EgressPolicy policy, HostFacts facts, IEgressLog log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private byte[]? _seen = facts.Files.Read(file, RulesFile.Limit);
    private FileStatus _status = Status(file);

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(Gate gate, FakeNames names, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(Pause);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            FileStatus status = Status(file);
            byte[]? contents = facts.Files.Read(file, RulesFile.Limit);
            if (status == _status && Same(contents, _seen))
            {
                continue;
            }

            (_status, _seen) = (status, contents);
            Findings findings = new();
            EgressPolicy changed = RulesFile.Add(policy, file, contents, findings);
            NetworkRules rules = NetworkRules.Parse(changed.Allow, changed.Deny, changed.Presets, findings);
            if (findings.Any)
            {
                Say(false, "cannot be read as rules: the old ones stay");
                continue;
            }

            names.Reserve(rules);
            gate.Replace(rules);
            Say(true, FormattableString.Invariant($"{rules.Allow.Count} rules allow and {rules.Deny.Count} deny from now on"));
        }
    }

    private static bool Same(byte[]? one, byte[]? other) => one is null || other is null ? one == other : one.AsSpan().SequenceEqual(other);

    private static FileStatus Status(string path) => FileStatus.TryGet(path, follow: true, out FileStatus status) == 0 ? status : default;

    private void Say(bool taken, string what) => log.Write(new EgressRecord
    {
        Time = TimeProvider.System.GetUtcNow(),
        Via = "rules",
        Host = PrintableText.Escape(file),
        Port = 0,
        Allowed = taken,
        Reason = what,
    });
}
