using Sandbox.Backends.Native;
using Sandbox.Executor.Plan;
using Sandbox.Linux;

namespace Sandbox.Backends.Tests.Native;

/// <summary>Why user namespaces are forbidden here, and the command that allows them.</summary>
public sealed class UserNamespaceHelpTests
{
    private const string AppArmor = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";
    private const string Debian = "/proc/sys/kernel/unprivileged_userns_clone";
    private const string Maximum = "/proc/sys/user/max_user_namespaces";

    [Theory]
    [InlineData(AppArmor, "1\n", "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")]
    [InlineData(Debian, "0\n", "sudo sysctl -w kernel.unprivileged_userns_clone=1")]
    [InlineData(Maximum, "0\n", "sudo sysctl -w user.max_user_namespaces=15000")]
    public void A_switch_that_forbids_them_is_named_with_the_command_that_turns_it(string path, string contents, string command)
    {
        string help = UserNamespaceHelp.Diagnose(new FakeHostFiles((path, contents)), "EPERM");
        Assert.Contains($"`{command}`", help, StringComparison.Ordinal);
        Assert.Contains($"{path["/proc/sys/".Length..].Replace('/', '.')}={contents.Trim()}", help, StringComparison.Ordinal);
        Assert.Matches("^[^.\n]", help);
        Assert.DoesNotContain('\n', help);
        Assert.False(help.EndsWith('.'));
    }

    [Theory]
    [InlineData(AppArmor, "0\n")]
    [InlineData(Debian, "1\n")]
    [InlineData(Maximum, "63000\n")]
    [InlineData(Maximum, "")]
    public void A_switch_that_allows_them_is_not_blamed(string path, string contents)
    {
        string help = UserNamespaceHelp.Diagnose(new FakeHostFiles((path, contents)), "ENOSPC");
        Assert.StartsWith("cannot create namespaces (ENOSPC)", help, StringComparison.Ordinal);
        Assert.DoesNotContain("sysctl", help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_any_of_the_switches_gets_the_general_advice() =>
        Assert.StartsWith("cannot create namespaces (EPERM)", UserNamespaceHelp.Diagnose(new FakeHostFiles(), "EPERM"), StringComparison.Ordinal);

    [Fact]
    public void Of_several_switches_the_one_that_strikes_first_is_named() =>
        Assert.StartsWith("AppArmor", UserNamespaceHelp.Diagnose(new FakeHostFiles((Maximum, "0"), (Debian, "0"), (AppArmor, "1")), "EPERM"), StringComparison.Ordinal);

    [Theory]
    [InlineData(nameof(Step.CreateNamespaces), Errno.EPERM, true)]
    [InlineData(nameof(Step.CreateNamespaces), Errno.ENOSPC, true)]
    [InlineData(nameof(Step.CreateNamespaces), Errno.EINVAL, true)]
    [InlineData(nameof(Step.CreateNamespaces), Errno.EACCES, true)]
    [InlineData(nameof(Step.CreateNamespaces), Errno.ENOMEM, false)]
    [InlineData(nameof(Step.CreateNamespaces), Errno.EAGAIN, false)]
    [InlineData(nameof(Step.MapUsers), Errno.EPERM, true)]
    [InlineData(nameof(Step.MapGroups), Errno.EACCES, true)]
    [InlineData(nameof(Step.DenySetgroups), Errno.EPERM, true)]
    [InlineData(nameof(Step.PrivateMounts), Errno.EACCES, true)]
    [InlineData(nameof(Step.LoopbackUp), Errno.EPERM, true)]
    [InlineData(nameof(Step.SetHostname), Errno.EPERM, true)]
    [InlineData(nameof(Step.CreateRoot), Errno.EPERM, true)]
    [InlineData(nameof(Step.MapUsers), Errno.ENOSPC, false)]
    [InlineData(nameof(Step.MapUsers), Errno.EINVAL, false)]
    [InlineData(nameof(Step.OpenSource), Errno.EPERM, false)]
    [InlineData(nameof(Step.CreateFileSystem), Errno.EPERM, false)]
    [InlineData(nameof(Step.Execute), Errno.EACCES, false)]
    public void Only_failures_that_a_forbidden_user_namespace_explains_are_explained_so(string step, int errno, bool explained) =>
        Assert.Equal(explained, UserNamespaceHelp.Find(Enum.Parse<Step>(step), errno, new FakeHostFiles()) is not null);
}
