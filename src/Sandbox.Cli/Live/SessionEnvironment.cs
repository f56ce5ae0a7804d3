using Sandbox.Core.Plans;
using Sandbox.Linux.Files;

namespace Sandbox.Cli.Live;

/// <summary>The environment of a session that joins: its own, but for what only the running sandbox can know.</summary>
internal static class SessionEnvironment
{
    /// <summary>NAME=VALUE; a secret goes from its bytes to these and never becomes a string.</summary>
    public static byte[] Encode(PlannedVariable variable) =>
        variable.Secret is null ? ByteText.Encode($"{variable.Name}={variable.Value}") : [.. ByteText.Encode(variable.Name + "="), .. variable.Secret.Reveal()];

    /// <summary>What a client says: its terminal, languages, paths and --env, without the keys that it made up for a sandbox of its own.</summary>
    public static IReadOnlyList<byte[]> Own(LaunchPlan plan) => [.. plan.Environment.Where(static v => v.Secret is null && !LiveRecord.IsShared(v)).Select(Encode)];

    /// <summary>All of it; a variable of the client's wins where both have one, because --env does.</summary>
    public static IReadOnlyList<byte[]> Merge(IReadOnlyList<byte[]> own, LiveRecord live, bool withSecrets)
    {
        HashSet<string> names = [.. own.Select(Name)];
        IEnumerable<byte[]> given = withSecrets ? live.Shared.Concat(live.Secret) : live.Shared;
        return [.. own, .. given.Where(v => !names.Contains(Name(v)))];
    }

    private static string Name(byte[] variable) => ByteText.Decode(variable.AsSpan(0, Math.Max(0, variable.AsSpan().IndexOf((byte)'='))));
}
