using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Sandbox.Executor.Kernel;
using Sandbox.Guest.Kernel;
using Sandbox.Linux;
using Sandbox.Probe;

namespace Sandbox.Abi.Tests;

/// <summary>Every constant of ours that has a C name, found by reflection, and the C expression that it must equal.</summary>
internal static partial class ConstantTable
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Where the C name is not ours.</summary>
    private static readonly Dictionary<string, string> Spelled = new(StringComparer.Ordinal)
    {
        ["C.CAPABILITY_VERSION_3"] = "_LINUX_CAPABILITY_VERSION_3",
        ["C.SECUREBITS_LOCKED"] =
            "SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_KEEP_CAPS_LOCKED | " +
            "SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED",
        ["KernelFeatures.CreateRulesetVersion"] = "LANDLOCK_CREATE_RULESET_VERSION",
    };

    /// <summary>Buffers for opaque C types: ours must be at least as large.</summary>
    private static readonly Dictionary<string, string> Opaque = new(StringComparer.Ordinal)
    {
        ["Libc.SizeOfFileActions"] = "posix_spawn_file_actions_t",
        ["Libc.SizeOfAttributes"] = "posix_spawnattr_t",
        ["Libc.SizeOfSignalSet"] = "sigset_t",
        ["Libc.SizeOfTermios"] = "struct termios",
        ["Libc.SizeOfOpenHow"] = "struct open_how",
    };

    /// <summary>
    /// Constants that Debian 12's headers (Linux 6.1) do not have yet. Each is checked wherever the headers do. Nothing else
    /// may be missing: without an entry here a missing name is an error.
    /// </summary>
    public static IReadOnlyList<string> Newer { get; } = ["__NR_open_tree_attr", "LANDLOCK_ACCESS_FS_TRUNCATE", "LANDLOCK_ACCESS_FS_IOCTL_DEV"];

    /// <summary>Types whose constants are C's; the seccomp filter's are proven beside it (Sandbox.Linux.Tests).</summary>
    public static IEnumerable<Type> Types =>
        [typeof(C), typeof(Nr), typeof(ProbeNr), typeof(GuestC), typeof(GuestNr), .. typeof(Errno).Assembly.GetTypes().Where(t => t.Namespace != "Sandbox.Linux.Seccomp" && Constants(t).Any())];

    public static IEnumerable<CAssertion> Assertions => Types.SelectMany(t => Constants(t).Select(Assertion));

    /// <summary>Constants of a type with a C name, or listed here by hand.</summary>
    public static IEnumerable<FieldInfo> Constants(Type type) => type.GetFields(Any)
        .Where(f => f.IsLiteral && (type == typeof(C) || type == typeof(Nr) || type == typeof(ProbeNr) || type == typeof(GuestC) || type == typeof(GuestNr) || CName().IsMatch(f.Name) || Spelled.ContainsKey(Key(f)) || Opaque.ContainsKey(Key(f))));

    public static string Value(FieldInfo constant) =>
        ((IFormattable)constant.GetRawConstantValue()!).ToString(null, CultureInfo.InvariantCulture) +
        (constant.FieldType == typeof(ulong) ? "ULL" : constant.FieldType == typeof(uint) ? "U" : string.Empty);

    private static CAssertion Assertion(FieldInfo constant)
    {
        string key = Key(constant);
        if (Opaque.TryGetValue(key, out string? opaque))
        {
            return new CAssertion($"sizeof({opaque}) <= {Value(constant)}", key);
        }

        string name = Spelled.GetValueOrDefault(key, constant.DeclaringType == typeof(Nr) || constant.DeclaringType == typeof(ProbeNr) || constant.DeclaringType == typeof(GuestNr) ? "__NR_" + constant.Name : constant.Name);
        return new CAssertion($"({name}) == {Value(constant)}", key, Newer.Contains(name) ? name : null);
    }

    private static string Key(FieldInfo constant) => $"{constant.DeclaringType!.Name}.{constant.Name}";

    [GeneratedRegex("^[A-Z][A-Z0-9]*_[A-Za-z0-9_]+$|^E[A-Z0-9]+$|^SIG[A-Z0-9]+$|^POLL[A-Z]+$|^W[A-Z]+$|^TC[A-Z]+$|^TIOC[A-Z]+$")]
    private static partial Regex CName();
}
