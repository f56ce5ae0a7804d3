using System.Text;
using Sandbox.Backends.Native;
using Sandbox.Core.Diagnostics;
using Sandbox.Executor.Plan;
using Sandbox.Linux;

namespace Sandbox.Backends.Tests.Native;

/// <summary>What a user reads when a step of the executor fails.</summary>
public sealed class NativeFailureTests
{
    private const int ESTALE = 116;
    private const int Highest = 133;

    private static readonly FakeHostFiles Host = new();

    /// <summary>The likeliest error of each step, and the path that comes with it.</summary>
    private static readonly Dictionary<Step, (int Errno, string? Path)> Likely = new()
    {
        [Step.SourceChanged] = (ESTALE, "/srv/a"),
        [Step.OpenSource] = (Errno.ELOOP, "/srv/a"),
        [Step.OpenTarget] = (Errno.ENOENT, "/srv/a/.git"),
        [Step.AttachMount] = (Errno.ENOENT, "/srv/a"),
        [Step.CloneMount] = (Errno.EINVAL, "/srv/a"),
        [Step.CreateTarget] = (Errno.EACCES, "/srv/a"),
        [Step.CreateFileSystem] = (Errno.EPERM, "/proc"),
        [Step.WriteFile] = (Errno.ENOSPC, "/etc/passwd"),
        [Step.CreateLink] = (Errno.EEXIST, "/bin"),
        [Step.RelockMount] = (Errno.EINVAL, "/tmp"),
        [Step.LimitUserNamespaces] = (Errno.EROFS, "/proc/sys/user/max_user_namespaces"),
        [Step.LimitWatches] = (Errno.EROFS, "/proc/sys/user/max_inotify_watches"),
        [Step.CheckMounts] = (ESTALE, "/srv/a/.git"),
        [Step.WatchMounts] = (ESTALE, "/srv/a/.git"),
        [Step.EnterDirectory] = (Errno.ENOENT, "/work\u001b[2J\n"),
        [Step.CloseDescriptors] = (Errno.ENOSYS, null),
        [Step.ConfigureNetwork] = (Errno.EPERM, "198.18.0.0/15"),
        [Step.CaptureConnections] = (93, null),
        [Step.Listen] = (Errno.EMFILE, "TCP 127.0.0.1:3128"),
        [Step.HandOverSockets] = (109, null),
        [Step.ReadPlan] = (Errno.EINVAL, null),
        [Step.Execute] = (Errno.ENOENT, "/usr/bin/tool"),
    };

    [FactWithin(10)]
    public void Each_step_has_its_message()
    {
        StringBuilder text = new();
        foreach (Step step in Enum.GetValues<Step>())
        {
            (int errno, string? path) = Likely.GetValueOrDefault(step, (Errno.EPERM, null));
            text.Append(Line(step, errno, path));
        }

        foreach (int errno in (int[])[Errno.EACCES, Errno.ENOEXEC, Errno.ENOTDIR, Errno.ELOOP])
        {
            text.Append(Line(Step.Execute, errno, "/usr/bin/tool"));
        }

        text.Append(Line(Step.OpenSource, Errno.EACCES, "/srv/a"));
        text.Append(Line(Step.CreateNamespaces, Errno.ENOSYS, null));
        Snapshot.Verify(text.ToString(), "failures", "txt");
    }

    [FactWithin(30)]
    public void Every_message_is_one_line_in_lower_case_that_names_the_error_and_goes_on_with_advice()
    {
        foreach (Step step in Enum.GetValues<Step>())
        {
            for (int errno = 1; errno <= Highest; errno++)
            {
                (SandboxException error, int exitCode) = Explain(step, errno, "/a\n\u0007\u202eb", "tool");
                string message = error.Message;
                Assert.False(message.Any(char.IsControl) || message.Contains('\u202e', StringComparison.Ordinal), message);
                Assert.False(message.EndsWith('.'), message);
                Assert.Matches("^([a-z]|AppArmor)", message);
                Assert.InRange(exitCode, 125, 127);
                Assert.InRange((int)error.Code, 201, 304);
                if (step != Step.Execute)
                {
                    Assert.Contains($"({Errno.Name(errno)})", message, StringComparison.Ordinal);
                    Assert.Contains(": ", message[message.IndexOf(')', StringComparison.Ordinal)..], StringComparison.Ordinal);
                    Assert.Equal(125, exitCode);
                }
            }
        }
    }

    [FactWithin(10)]
    public void A_command_that_is_missing_is_127_and_one_that_cannot_run_126()
    {
        for (int errno = 1; errno <= Highest; errno++)
        {
            bool missing = errno is Errno.ENOENT or Errno.ENOTDIR;
            (SandboxException error, int exitCode) = Explain(Step.Execute, errno, "/usr/bin/tool", "tool");
            Assert.Equal(missing ? 127 : 126, exitCode);
            Assert.Equal(missing ? ErrorCode.CommandNotFound : ErrorCode.CommandNotExecutable, error.Code);
            Assert.StartsWith("tool: ", error.Message, StringComparison.Ordinal);
        }
    }

    [FactWithin(10)]
    public void A_command_named_by_its_path_gets_another_hint_than_one_searched_on_PATH()
    {
        Assert.Contains("not found on PATH", Explain(Step.Execute, Errno.ENOENT, null, "tool").Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PATH", Explain(Step.Execute, Errno.ENOENT, null, "./tool").Error.Message, StringComparison.Ordinal);
    }

    [FactWithin(10)]
    public void Every_check_of_the_executor_has_the_code_of_the_self_check()
    {
        foreach (Step step in Enum.GetValues<Step>())
        {
            bool check = step.ToString().StartsWith("Check", StringComparison.Ordinal) && step != Step.CheckPlan;
            Assert.Equal(check, Explain(step, Errno.EBUSY, null, "tool").Error.Code == ErrorCode.SelfCheck);
        }
    }

    private static string Line(Step step, int errno, string? path)
    {
        (SandboxException error, int exitCode) = Explain(step, errno, path, "tool");
        return $"CS{(int)error.Code} {exitCode} {error.Message}\n";
    }

    private static (SandboxException Error, int ExitCode) Explain(Step step, int errno, string? path, string command) =>
        NativeFailure.Explain(new ExecutorStatus(StatusKind.Error, step, errno, path), command, Host);
}
