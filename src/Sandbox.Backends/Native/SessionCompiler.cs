using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>What a session runs, in the executor's bytes: for the first one of a sandbox and for those that join.</summary>
internal static class SessionCompiler
{
    /// <summary>Offset of the <see cref="PlanSession"/>.</summary>
    /// <param name="writer">The plan.</param>
    /// <param name="executables">Paths inside to try in order; at least one.</param>
    /// <param name="arguments">argv; at least one.</param>
    /// <param name="environment">Offsets of NAME=VALUE strings, each written as it is asked for, after the arguments.</param>
    /// <param name="directory">Absolute path inside.</param>
    public static uint Write(PlanWriter writer, IReadOnlyList<string> executables, IReadOnlyList<string> arguments, IEnumerable<uint> environment, string directory)
    {
        uint[] candidates = [.. executables.Select(writer.Text)];
        uint[] words = [.. arguments.Select(writer.Text)];
        uint[] variables = [.. environment];
        uint place = writer.Text(directory);
        PlanSession session = new()
        {
            CandidatesOffset = writer.Table(candidates),
            CandidateCount = (uint)candidates.Length,
            ArgumentsOffset = writer.Table(words),
            ArgumentCount = (uint)words.Length,
            EnvironmentOffset = writer.Table(variables),
            EnvironmentCount = (uint)variables.Length,
            DirectoryOffset = place,
        };
        uint offset = writer.Reserve<PlanSession>();
        writer.Set(offset, session);
        return offset;
    }

    /// <summary>NAME=VALUE. A secret goes from its bytes into these; it never becomes a string.</summary>
    public static byte[] Bytes(PlannedVariable variable) =>
        variable.Secret is null ? ByteText.Encode($"{variable.Name}={variable.Value}") : [.. ByteText.Encode(variable.Name + "="), .. variable.Secret.Reveal()];
}
