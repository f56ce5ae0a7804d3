using System.Reflection;

namespace Sandbox.Integration.Tests;

/// <summary>One row of native.tsv.</summary>
/// <param name="Id">The check.</param>
/// <param name="Tier">T0: refused by default. T1: when the user chooses the protection.</param>
/// <param name="Status">"tested", "later", or "elsewhere": on a machine that the test machine is not.</param>
/// <param name="Where">Tests as Class.Method, the work that owns it, or the machine that it needs.</param>
/// <param name="Note">One line.</param>
public sealed record NativeCheck(string Id, string Tier, string Status, IReadOnlyList<string> Where, string Note);

/// <summary>Every attack that the native backend must refuse by default, and what shows that it does.</summary>
public static class NativeChecks
{
    private const string Heading = "id\ttier\tstatus\twhere\tnote";

    /// <summary>
    /// The T0 checks of the catalogue's groups FS, PR, NW, CR, DV, GW, RX and LR that concern native namespaces and a project that is shared itself, all of DN, those of CL for every
    /// backend, and <see cref="Chosen"/>.
    /// </summary>
    public static IReadOnlyList<string> Ids { get; } =
    [
        "FS-01", "FS-02", "FS-03", "FS-04", "FS-05", "FS-06", "FS-08", "FS-09", "FS-10", "FS-11", "FS-15", "FS-17", "FS-18", "FS-19", "FS-20", "FS-22", "FS-23", "FS-24", "FS-26",
        "FS-27", "FS-29", "FS-30", "FS-31", "FS-33",
        "PR-01", "PR-03", "PR-04", "PR-05", "PR-06", "PR-07", "PR-08", "PR-10", "PR-11", "PR-12", "PR-13", "PR-14", "PR-15", "PR-17", "PR-18", "PR-22", "PR-24", "PR-25", "PR-26",
        "PR-27",
        "NW-01", "NW-02", "NW-04", "NW-05", "NW-06", "NW-07", "NW-08", "NW-09", "NW-11", "NW-12", "NW-13", "NW-14", "NW-16", "NW-18", "NW-19", "NW-21",
        "CR-02", "CR-03", "CR-04", "CR-05", "CR-06", "CR-07", "CR-09", "CR-10", "CR-11", "CR-12", "CR-13", "CR-18",
        "DV-01", "DV-03", "DV-04", "DV-05", "DV-06", "DV-07", "DV-08", "DV-10", "DV-12", "DV-13", "DV-14", "DV-15", "DV-20", "DV-21",
        "DN-01", "DN-02", "DN-03", "DN-04", "DN-05", "DN-06", "DN-07", "DN-08", "DN-09", "DN-10", "DN-11", "DN-12", "DN-13", "DN-14", "DN-16",
        "GW-01", "GW-03", "GW-04", "GW-05", "GW-06", "GW-07", "GW-12", "GW-13", "GW-17", "GW-18", "GW-21", "GW-22", "GW-24",
        "RX-01", "RX-02", "RX-03", "RX-06", "RX-08", "RX-09", "RX-10", "RX-11", "RX-14", "RX-16", "RX-17",
        "LR-02", "LR-03", "LR-04", "LR-05", "LR-06", "LR-07", "LR-09", "LR-10", "LR-11", "LR-12", "LR-13", "LR-14", "LR-16", "LR-17", "LR-19", "LR-20", "LR-21", "LR-24", "LR-26",
        "LR-27", "LR-30",
        "CL-28", "CL-29", "CL-30", "CL-31",
    ];

    /// <summary>Checks of tier T1 that are in the table.</summary>
    public static IReadOnlyList<string> Chosen { get; } = ["CR-07", "DV-08", "DV-20"];

    /// <summary>Work to come that may own a check.</summary>
    public static IReadOnlyList<string> Owners { get; } = ["overlay", "limits"];

    /// <summary>Machines that a check may need and the test machine is not.</summary>
    public static IReadOnlyList<string> Machines { get; } = ["WSL2"];

    public static IReadOnlyList<NativeCheck> Read() => Read("native.tsv");

    /// <summary>The rows of another table beside it.</summary>
    public static IReadOnlyList<NativeCheck> Read(string name)
    {
        string file = Path.Combine(RepositoryPaths.ProjectDirectory(Assembly.GetExecutingAssembly()), "Catalogue", name);
        string[] lines = File.ReadAllLines(file);
        return lines[0] == Heading
            ? [.. lines.Skip(1).Select(static l => l.Split('\t')).Select(static f => new NativeCheck(f[0], f[1], f[2], f[3].Split(", "), f[4]))]
            : throw new TestFailureException($"{file} does not begin with: {Heading}");
    }
}
