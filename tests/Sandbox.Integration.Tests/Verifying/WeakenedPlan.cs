using System.Runtime.InteropServices;
using Sandbox.Executor.Plan;
using Sandbox.Verify;

namespace Sandbox.Integration.Tests;

/// <summary>
/// A launcher that compiles the product's own plan, takes something out of it and has the executor run the rest. The programs that are shipped have no
/// switch for this.
/// </summary>
/// <param name="directory">Traversable; the launcher and its plans are made in it.</param>
/// <param name="changes">Statements of Python on the bytes "plan".</param>
internal sealed class WeakenedPlan(TempDirectory directory, string changes)
{
    /// <summary>Without a launcher a plan can hold no placeholders, and has no rules for a network.</summary>
    private const string Options = "--network none --allow-write all";

    public static string NoFilter { get; } = Set(nameof(PlanHeader.SeccompInstructions), 0);

    public static string NoNamespaceLimit { get; } = Clear(nameof(PlanHeader.Flags), (uint)PlanFlags.ForbidNestedUserNamespaces);

    public static string NoLandlock { get; } = Set(nameof(PlanHeader.LandlockCount), 0) + Set(nameof(PlanHeader.LandlockAccess), 0) + Set(nameof(PlanHeader.LandlockAccess), 0, 4);

    /// <summary>Every mount of a kind is another kind, or has another flag.</summary>
    public static string EachMount(string statement) =>
        $"""
        (start, count) = struct.unpack_from('<II', plan, {Offset(nameof(PlanHeader.MountsOffset))})
        for at in range(start, start + count * {Marshal.SizeOf<PlanMount>()}, {Marshal.SizeOf<PlanMount>()}):
            (kind, flags) = struct.unpack_from('<HH', plan, at)
            {statement}
            struct.pack_into('<HH', plan, at, kind, flags)

        """;

    public static string WithoutNamespace(uint flag) => Clear(nameof(PlanHeader.Namespaces), flag);

    public SandboxCommand Command()
    {
        string script = directory.WriteFile("weaken.py", $"import struct, sys\nplan = bytearray(open(sys.argv[1], 'rb').read())\n{changes}\nopen(sys.argv[1], 'wb').write(plan)\n");
        string launcher = directory.WriteFile(
            "launcher",
            $"""
            #!/bin/sh
            plan=$(mktemp {directory.At("plan-XXXXXX")}) || exit 125
            {Installation.Directory}/claude-sandbox plan --compile "$plan" {Options} "$@" < /dev/null > /dev/null || exit 125
            python3 {script} "$plan" || exit 125
            exec {Installation.Directory}/claude-sandbox-exec "$plan"

            """);
        File.SetUnixFileMode(launcher, (UnixFileMode)0b111_101_101);
        return new SandboxCommand("weakened", launcher, static (project, more, payload) => [.. more, project, "--", .. payload]);
    }

    private static string Set(string field, uint value, int further = 0) => $"struct.pack_into('<I', plan, {Offset(field) + further}, {value})\n";

    private static string Clear(string field, uint bits) => $"struct.pack_into('<I', plan, {Offset(field)}, struct.unpack_from('<I', plan, {Offset(field)})[0] & ~{bits})\n";

    private static int Offset(string field) => (int)Marshal.OffsetOf<PlanHeader>(field);
}
