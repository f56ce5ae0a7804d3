using System.Text;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Executor.Plan;
using Sandbox.Linux;

namespace Sandbox.Backends.Native;

/// <summary>What failed in the executor, as one line that says what to do.</summary>
internal static class NativeFailure
{
    /// <param name="status">What the executor told.</param>
    /// <param name="command">The payload's, as the user gave it.</param>
    /// <param name="files">Asked for what the kernel forbids.</param>
    /// <param name="isRoot">The executor has root's rights, as for a container.</param>
    public static (SandboxException Error, int ExitCode) Explain(ExecutorStatus status, string command, IHostFiles files, bool isRoot = false)
    {
        if (status.Step == Step.Execute)
        {
            return Execute(status, command);
        }

        if (UserNamespaceHelp.Find(status.Step, status.Value, files, isRoot) is { } help)
        {
            return (new SandboxException(ErrorCode.UserNamespaces, help), ExitCodes.Refused);
        }

        bool check = status.Step is >= Step.CheckCapabilities and <= Step.CheckUserNamespaces or Step.CheckBounding or Step.CheckMounts or Step.CheckNamespaces;
        ErrorCode code = check ? ErrorCode.SelfCheck : status.Value == Errno.ENOSYS ? ErrorCode.KernelFeature : ErrorCode.ExecutorStep;
        return (new SandboxException(code, Message(status)), ExitCodes.Refused);
    }

    /// <summary>What the kernel says of a file system that cannot, or of a mount that is mapped already. Any other failure is one.</summary>
    public static bool CannotMapOwners(ExecutorStatus status) => status is { Step: Step.IdMapMount, Value: Errno.EINVAL or Errno.EPERM };

    private static string Message(ExecutorStatus status)
    {
        string path = status.Path is null ? string.Empty : " " + PrintableText.Escape(status.Path);
        string what = $"could not {Name(status.Step)}{path}: {Errno.Describe(status.Value)} ({Errno.Name(status.Value)})";
        return what + Advice(status);
    }

    private static string Advice(ExecutorStatus status) => (status.Step, status.Value) switch
    {
        (_, Errno.ENOSYS) => ": this kernel is too old for the native backend (Linux 5.12 or later)",
        (Step.SourceChanged, _) => ": something replaced it while the sandbox was starting: start again when it is still",
        (Step.IdMapMount, Errno.EINVAL or Errno.EPERM) => ": its file system cannot show other owners (idmapped mounts)",
        (Step.CheckNamespaces, Errno.EPERM) => ": this systemd-nspawn does not do what it was told: install the one of your distribution again, or pass --backend native",
        (Step.TakeRoot or Step.BecomeUser, _) or
        (Step.CreateNamespaces or Step.MapUsers or Step.MapGroups or Step.PrivateMounts or Step.SetHostname or Step.CreateRoot, Errno.EPERM or Errno.EACCES) => ": it takes all of root's rights: start it outside of the container around it",
        (Step.OpenSource, Errno.ELOOP) => ": a symbolic link has appeared on the way since it was checked: start again when it is still",
        (Step.OpenSource, Errno.EACCES) => ": you may not read it yourself",
        (Step.CheckDescriptors, Errno.EISDIR) => ": standard input, output or error is a directory, through which all of the host could be reached: redirect it, for example from /dev/null",
        (Step.WatchMounts, Errno.ESTALE) => ": it has been removed or renamed outside while the sandbox ran, so the sandbox was stopped: start it again",
        (Step.CheckNamespaces, _) => ": the program that makes the sandbox has left it out: install another version of it, or pass --backend native",
        (Step.CheckMounts, Errno.ESTALE) => ": something outside removed the protected directory while the sandbox was starting: start again",
        (Step.CaptureConnections, _) => ": nf_tables or its tproxy is missing in this kernel, or forbidden here: use --network none or --network host",
        (Step.CheckPlan, _) => ": the executor and the launcher are not from the same build: install both again",
        (Step.CreateFileSystem, Errno.EPERM) => ": a container around this one hides parts of /proc: run it with an unmasked /proc, or outside",
        (Step.DropGroups, Errno.EPERM) => ": the user namespace around this process forbids it, as `unshare -r` does: start it outside of that",
        (Step.LimitUserNamespaces or Step.LimitWatches, Errno.EROFS) => ": /proc/sys is read-only here, as in containers: run it outside, or with a writable /proc/sys",
        (_, Errno.ENOSPC) => ": out of space or of a kernel limit (see /proc/sys/user/max_*)",
        _ => ": run `claude-sandbox plan` to see what was being built",
    };

    private static string Name(Step step)
    {
        ReadOnlySpan<byte> name = StepNames.Of(step);
        return Encoding.ASCII.GetString(name[..^1]);
    }

    private static (SandboxException Error, int ExitCode) Execute(ExecutorStatus status, string command)
    {
        string shown = PrintableText.Escape(command);
        if (status.Value is Errno.ENOENT or Errno.ENOTDIR)
        {
            string hint = command.Contains('/', StringComparison.Ordinal)
                ? "no such file inside the sandbox (its interpreter may be what is missing): share its directory with --ro"
                : "not found on PATH inside the sandbox: only /usr and what you share is there; share its directory with --ro";
            return (new SandboxException(ErrorCode.CommandNotFound, $"{shown}: command not found: {hint}"), ExitCodes.NotFound);
        }

        string why = status.Value == Errno.ENOEXEC
            ? "neither a program for this machine nor a script with a #! line"
            : $"{Errno.Describe(status.Value)} ({Errno.Name(status.Value)}): make it executable, or name its interpreter";
        return (new SandboxException(ErrorCode.CommandNotExecutable, $"{shown}: cannot execute: {why}"), ExitCodes.NotExecutable);
    }
}
