using System.Text;
using Sandbox.Core.Hosts;
using Sandbox.Executor.Plan;
using Sandbox.Linux;

namespace Sandbox.Backends.Native;

/// <summary>Which switch of this machine forbids user namespaces, and the exact command that allows them.</summary>
public static class UserNamespaceHelp
{
    /// <summary>For a failed step, or null when user namespaces are not the reason. Root's own steps fail for other reasons as well: there only a switch that is seen is one.</summary>
    internal static string? Find(Step step, int errno, IHostFiles files, bool isRoot = false)
    {
        bool creating = step == Step.CreateNamespaces && errno is Errno.EPERM or Errno.ENOSPC or Errno.EINVAL or Errno.EACCES;
        bool stripped = step is Step.MapUsers or Step.MapGroups or Step.DenySetgroups or Step.PrivateMounts or Step.LoopbackUp or Step.SetHostname or Step.CreateRoot &&
            errno is Errno.EPERM or Errno.EACCES;
        return !creating && !stripped ? null : isRoot && errno != Errno.ENOSPC ? Switch(files) : Diagnose(files, Errno.Name(errno));
    }

    /// <summary>One line: what forbids it and what to do.</summary>
    public static string Diagnose(IHostFiles files, string errno) =>
        Switch(files) ??
        $"cannot create namespaces ({errno}): the limit of user.max_user_namespaces is used up, or a container or security module around this process forbids it: " +
        "run outside it, or allow user namespaces there (docs/troubleshooting.md)";

    private static string? Switch(IHostFiles files)
    {
        if (Value(files, "/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1")
        {
            return "AppArmor forbids unprivileged user namespaces here (kernel.apparmor_restrict_unprivileged_userns=1): " +
                "run `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`, or give claude-sandbox-exec an AppArmor profile with `userns,` (docs/troubleshooting.md)";
        }

        if (Value(files, "/proc/sys/kernel/unprivileged_userns_clone") == "0")
        {
            return "the kernel forbids unprivileged user namespaces (kernel.unprivileged_userns_clone=0): run `sudo sysctl -w kernel.unprivileged_userns_clone=1`";
        }

        return Value(files, "/proc/sys/user/max_user_namespaces") == "0"
            ? "the kernel forbids user namespaces (user.max_user_namespaces=0): run `sudo sysctl -w user.max_user_namespaces=15000`"
            : null;
    }

    private static string? Value(IHostFiles files, string path)
    {
        // Files below /proc have no size: they are read whole however short they claim to be.
        byte[]? bytes = files.ReadKernel(path);
        return bytes is null ? null : Encoding.ASCII.GetString(bytes).Trim();
    }
}
