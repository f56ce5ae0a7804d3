using Sandbox.Executor.Kernel;

namespace Sandbox.Executor.Tests.Fakes;

internal sealed unsafe partial class FakeKernel
{
    private const int CapabilityCount = 41;
    private const ulong AllCapabilities = (1UL << CapabilityCount) - 1;

    private readonly SortedDictionary<long, (ulong, ulong)> _limits = [];
    private readonly List<string> _maps = [];
    private ulong _capabilities;
    private ulong _bounding = AllCapabilities;
    private long _securebits;
    private long _noNewPrivileges;
    private long _filterLength;
    private ulong _scopes;
    private ulong _pendingScopes;
    private long _umask = 18;
    private int _userNamespaces;
    private readonly List<string> _rules = [];
    private bool _loopback;
    private string _hostname = "host";

    /// <summary>All that keeps the program in: equal texts mean equal sandboxes.</summary>
    private string Confinement() => string.Join('\n', [
        $"capabilities {_capabilities:x}, bounding {_bounding:x}, securebits {_securebits:x}, no_new_privs {_noNewPrivileges}",
        $"filter {(_filterLength == 0 ? "none" : "installed")}, scopes {_scopes}{(_rules.Count == 0 ? string.Empty : $", files {string.Join(' ', _rules)}")}",
        $"user namespaces {_userNamespaces}, limit {Written.ContainsKey("/proc/sys/user/max_user_namespaces")}, maps {string.Join(", ", _maps)}",
        $"private {_private}, pivoted {_pivoted}, detached {_detached}, directory {_directory}, loopback {_loopback}, host {_hostname}, umask {_umask}",
        $"descriptors {string.Join(' ', _descriptors.Select(d => $"{d.Key}={d.Value.Name}"))}",
        $"limits {string.Join(' ', _limits)}",
        $"read-only {string.Join(' ', _relocked.Order(StringComparer.Ordinal))}",
        $"entries {string.Join(' ', _entries.Order(StringComparer.Ordinal))}",
        .. _attached,
    ]);

    private long Ordinary(long number, in CallArguments a)
    {
        long old = _umask;
        _umask = number == Nr.umask ? a.A : _umask;
        return number switch { Nr.umask => old, Nr.getuid => Uid, _ => 0 };
    }

    private long Privilege(long number, in CallArguments a)
    {
        switch (number)
        {
            case Nr.prctl:
                return Prctl((int)a.A, a.B);
            case Nr.capget:
                uint* sets = (uint*)a.B;
                (sets[0], sets[1], sets[2]) = ((uint)_capabilities, (uint)_capabilities, 0);
                (sets[3], sets[4], sets[5]) = ((uint)(_capabilities >> 32), (uint)(_capabilities >> 32), 0);
                return 0;
            case Nr.capset:
                _capabilities = ((uint*)a.B)[0] | ((ulong)((uint*)a.B)[3] << 32);
                return 0;
            case Nr.seccomp when _noNewPrivileges == 0 && _capabilities == 0:
                return -C.EACCES;
            case Nr.seccomp:
                _filterLength = (long)((SockFprog*)a.C)->Length;
                return 0;
            case Nr.landlock_create_ruleset:
                _pendingScopes = ((LandlockRulesetAttr*)a.A)->Scoped;
                return Add(new OpenDescriptor("ruleset") { ClosesOnExec = true });
            case Nr.landlock_add_rule when Descriptor(a.A) is null || Descriptor(((LandlockPathBeneath*)a.C)->Parent) is null:
                return -C.EBADF;
            case Nr.landlock_add_rule:
                _rules.Add($"{Name(((LandlockPathBeneath*)a.C)->Parent)} {((LandlockPathBeneath*)a.C)->Access:x}");
                return 0;
            case Nr.landlock_restrict_self when _noNewPrivileges == 0 && _capabilities == 0:
                return -C.EPERM;
            case Nr.landlock_restrict_self:
                _scopes = _pendingScopes;
                return Descriptor(a.A) is null ? -C.EBADF : 0;
            case Nr.prlimit64:
                _limits[a.B] = (((Rlimit64*)a.C)->Soft, ((Rlimit64*)a.C)->Hard);
                return 0;
            case Nr.sethostname when _capabilities != 0:
                _hostname = Text(a.A)!;
                return 0;
            case Nr.setgroups:
                return 0;
            default:
                return -C.EPERM;
        }
    }

    private long Prctl(int option, long argument)
    {
        switch (option)
        {
            case C.PR_CAPBSET_READ or C.PR_CAPBSET_DROP when argument is < 0 or >= CapabilityCount:
                return -C.EINVAL;
            case C.PR_CAPBSET_READ:
                return (long)((_bounding >> (int)argument) & 1);
            case C.PR_CAPBSET_DROP or C.PR_SET_SECUREBITS when _capabilities == 0:
                return -C.EPERM;
            case C.PR_CAPBSET_DROP:
                _bounding &= ~(1UL << (int)argument);
                return 0;
            case C.PR_SET_SECUREBITS:
                _securebits = argument;
                return 0;
            case C.PR_SET_NO_NEW_PRIVS:
                _noNewPrivileges = argument;
                return 0;
            case C.PR_GET_NO_NEW_PRIVS:
                return _noNewPrivileges;
            case C.PR_GET_SECCOMP:
                return _filterLength == 0 ? 0 : C.SECCOMP_MODE_FILTER;
            default:
                return 0;
        }
    }
}
