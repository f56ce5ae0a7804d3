using System.Collections.Concurrent;
using System.Text.Json;
using Sandbox.Core.Policy;
using Sandbox.Integration.Tests.Machine;
using Sandbox.Verify;

namespace Sandbox.Integration.Tests;

/// <summary>What <c>claude-sandbox verify --json</c> says of each backend to each identity; asked once for all tests.</summary>
public static class VerifyRuns
{
    /// <summary>One after the other: what a battery leaves behind is looked for where others have their files.</summary>
    public const string Collection = "verify";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);
    private static readonly ConcurrentDictionary<(string, Identity), Lazy<(int, IReadOnlyList<CheckResult>)>> Runs = new();

    /// <summary>Those that this build has.</summary>
    public static IReadOnlyList<string> Backends { get; } = [.. BackendKinds.Built.Select(static k => k.Word())];

    /// <summary>Containers are root's; an emulated machine takes minutes for the battery.</summary>
    private static readonly string[] RootOnly = [BackendKind.Nspawn.Word(), BackendKind.Vm.Word()];

    /// <summary>Every backend for every identity.</summary>
    public static TheoryData<string, Identity> Rows
    {
        get
        {
            TheoryData<string, Identity> rows = [];
            foreach (string backend in Backends)
            {
                foreach (Identity identity in Identity.Available.Where(i => !RootOnly.Contains(backend, StringComparer.Ordinal) || i.UserId == 0))
                {
                    rows.Add(backend, identity);
                }
            }

            return rows;
        }
    }

    /// <summary>Exit code and checks.</summary>
    public static (int ExitCode, IReadOnlyList<CheckResult> Checks) Of(string backend, Identity identity) =>
        Runs.GetOrAdd((backend, identity), static key => new Lazy<(int, IReadOnlyList<CheckResult>)>(() => Run(key.Item1, key.Item2))).Value;

    private static (int, IReadOnlyList<CheckResult>) Run(string backend, Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        bool machine = backend == BackendKind.Vm.Word();
        if (machine)
        {
            _ = workspace.WithMachines();
        }

        ProcessResult result = ProcessRun.Run(workspace.Sandbox(["verify", "--json", "--backend", backend, .. machine ? ["--", "--memory", "1g"] : Array.Empty<string>()]) with { TimeLimit = Limit });
        if (result.ExitCode is not { } code || code > 1)
        {
            throw new TestFailureException($"verify did not run: {result}");
        }

        using JsonDocument document = JsonDocument.Parse(result.OutputText);
        return (code, [.. document.RootElement.GetProperty("backends")[0].GetProperty("checks").EnumerateArray().Select(static c => new CheckResult(
            c.GetProperty("id").GetString()!, c.GetProperty("group").GetString()!, c.GetProperty("title").GetString()!,
            Enum.Parse<Verdict>(c.GetProperty("verdict").GetString()!.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true), c.GetProperty("words").GetString()!))]);
    }
}
