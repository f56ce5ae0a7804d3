using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>LR-21: too few descriptors, too little memory. A launch works or is refused by one line; it does not hang, and leaves nothing.</summary>
public sealed class PressureTests
{
    private const string Prlimit = "/usr/bin/prlimit";
    private const string Script = "echo ran; mkdir .vscode/x 2>/dev/null || echo protected";

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void With_few_descriptors_a_launch_works_or_is_refused_by_one_line(Identity identity) =>
        Launch(identity, [4, .. Enumerable.Range(8, 56).Where(static n => n % 3 == 0), 100], static n => [$"--nofile={n}:{n}"]);

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void With_little_address_space_a_launch_works_or_is_refused_by_one_line(Identity identity) =>
        Launch(identity, [1, 8, 64, 255, 512, 1023, 1025, 1500, 4000], static n => [$"--as={(long)n << 20}"]);

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void With_most_descriptors_in_use_a_launch_works_or_is_refused_by_one_line(Identity identity)
    {
        // The shell opens descriptors until N of 64 are left, and has none of another test's.
        static string Open(int left) => $"for i in {{3..63}}; do if [ $i -lt {64 - left} ]; then eval \"exec $i</dev/null\"; else eval \"exec $i>&-\"; fi; done; exec \"$@\"";
        Launch(identity, [.. Enumerable.Range(0, 20).Select(static n => (n * 2) + 1), 50], static n => ["--nofile=64:64", "/bin/bash", "-c", Open(n), "bash"]);
    }

    [FactWithin(120)]
    public void In_a_small_control_group_a_launch_works_is_refused_or_is_ended_by_the_kernel()
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.Root);
        using SmallGroup group = SmallGroup.Create();
        _ = workspace.Inside("true").ExpectExit();
        Census before = Census.Take(workspace.Scope);
        foreach (int megabytes in new[] { 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 256 })
        {
            group.Limit((long)megabytes << 20);
            ProcessResult result = ProcessRun.Run(workspace.Request("/bin/sh", ["-c", "echo $$ > \"$1\"; shift; exec \"$@\"", "sh", group.Members, .. Command(workspace)]));
            string what = $"with {megabytes} MiB: {result}";
            bool killed = result.Signal == Signal.Kill || result.ExitCode == 137;
            Assert.True(killed || Works(result) || IsRefused(result), what);
            Assert.True(megabytes < 256 || Works(result), $"the control, {what}");
        }

        _ = workspace.Inside("true").ExpectExit();
        before.AssertRestored(Settle);
    }

    private static void Launch(Identity identity, IReadOnlyList<int> amounts, Func<int, IReadOnlyList<string>> limit)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Inside("true").ExpectExit();
        Census before = Census.Take(workspace.Scope);
        string last = string.Empty;
        bool worked = false;
        bool refused = false;
        foreach (int amount in amounts)
        {
            ProcessResult result = ProcessRun.Run(workspace.Request(Prlimit, [.. limit(amount), .. Command(workspace)]));
            string what = $"with {amount.ToString(CultureInfo.InvariantCulture)}: {result}";
            Assert.True(Works(result) || IsRefused(result), what);
            Assert.False(result.OutputHeldOpen, what);
            (worked, last) = (Works(result), what);
            refused |= IsRefused(result);
            Assert.Empty(Census.Take(workspace.Scope).DifferenceFrom(before));
        }

        Assert.True(refused, "nothing was too little: the test has shown nothing");
        Assert.True(worked, $"the last amount was too little, so the test has shown nothing: {last}");
    }

    private static string[] Command(Workspace workspace) => [workspace.Program, "exec", "-q", workspace.Project, "--", "/bin/sh", "-c", Script];

    private static bool Works(ProcessResult result) => result.ExitCode == 0 && result.OutputText == "ran\nprotected\n";

    private static bool IsRefused(ProcessResult result) =>
        result.ExitCode == 125 && result.Output.Length == 0 && System.Text.RegularExpressions.Regex.IsMatch(result.ErrorText, @"\Aclaude-sandbox: [^\n]+ \[CS[0-9]{3}\]\n\z");
}
