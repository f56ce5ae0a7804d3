using Sandbox.Core.Policy;

namespace Sandbox.Cli.Hosting;

/// <summary>What the name claude-sandbox-vm means: this program with --backend vm, unless words say otherwise.</summary>
internal static class VmName
{
    public const string Name = "claude-sandbox-vm";
    private const string Variable = "CLAUDE_SANDBOX_BACKEND";

    /// <param name="environment">The caller's.</param>
    /// <param name="program">argv[0].</param>
    public static IReadOnlyDictionary<string, string> Take(IReadOnlyDictionary<string, string> environment, string program) =>
        string.Equals(Path.GetFileName(program), Name, StringComparison.Ordinal)
            ? new Dictionary<string, string>(environment, StringComparer.Ordinal) { [Variable] = BackendKind.Vm.Word() }
            : environment;
}
