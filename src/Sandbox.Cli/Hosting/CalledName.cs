using Sandbox.Core.Policy;

namespace Sandbox.Cli.Hosting;

/// <summary>Other names of this program, which stand for a backend unless words say otherwise.</summary>
internal static class CalledName
{
    public const string Container = "claude-sandbox-container";
    public const string Vm = "claude-sandbox-vm";

    /// <summary>The setting; see EnvironmentSettings.</summary>
    public const string Variable = "CLAUDE_SANDBOX_BACKEND";

    /// <summary>The caller's environment with the backend of the name.</summary>
    /// <param name="environment">The caller's.</param>
    /// <param name="program">argv[0].</param>
    public static IReadOnlyDictionary<string, string> Take(IReadOnlyDictionary<string, string> environment, string program) => Path.GetFileName(program) switch
    {
        Vm => With(environment, BackendKind.Vm),

        // What somebody has chosen for it stays chosen.
        Container when !environment.ContainsKey(Variable) => With(environment, BackendKind.Nspawn),
        _ => environment,
    };

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment, BackendKind backend) =>
        new(environment, StringComparer.Ordinal) { [Variable] = backend.Word() };
}
