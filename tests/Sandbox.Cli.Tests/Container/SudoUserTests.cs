using Sandbox.Cli.Container;
using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Users;

namespace Sandbox.Cli.Tests.Container;

/// <summary>N81, G15: under sudo the home and the names in the environment are root's, and who called is in two variables.</summary>
public sealed class SudoUserTests
{
    private static readonly PasswordEntry Ada = new("ada", 1000, 100, "/home/ada", "/bin/zsh");

    [Fact]
    public void The_user_is_the_one_of_the_id() => Assert.Equal(Ada, SudoUser.Of("1000", "ada", Find));

    [Fact]
    public void A_name_may_be_missing() => Assert.Equal(Ada, SudoUser.Of("1000", null, Find));

    [Theory]
    [InlineData("1001", "eve")]
    [InlineData("1000", "root")]
    [InlineData("1000", "")]
    [InlineData("", "ada")]
    [InlineData("+1000", "ada")]
    [InlineData("1000 ", "ada")]
    [InlineData("4294967296", "ada")]
    public void Whatever_does_not_agree_is_refused(string uid, string name) =>
        Assert.Equal(ErrorCode.Escalation, Assert.Throws<SandboxException>(() => SudoUser.Of(uid, name, Find)).Code);

    [Fact]
    public void Home_names_and_shell_are_the_users_and_sudo_s_own_variables_are_gone()
    {
        Dictionary<string, string> result = Environment(
            ("HOME", "/root"), ("USER", "root"), ("LOGNAME", "root"), ("SHELL", "/bin/bash"), ("MAIL", "/var/mail/root"), ("LANG", "C.UTF-8"),
            ("SUDO_UID", "1000"), ("SUDO_USER", "ada"), ("SUDO_COMMAND", "x"), ("PATH", "/usr/sbin"));
        Assert.Equal(
            ["HOME=/home/ada", "LANG=C.UTF-8", "LOGNAME=ada", "PATH=/usr/sbin", "SHELL=/bin/zsh", "USER=ada", "XDG_RUNTIME_DIR=/run/user/1000"],
            result.Select(static v => $"{v.Key}={v.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_callers_path_is_used_where_it_was_passed_on()
    {
        Dictionary<string, string> result = Environment(("PATH", "/usr/sbin"), (SudoUser.PathVariable, "/home/ada/bin:/usr/bin"));
        Assert.Equal("/home/ada/bin:/usr/bin", result["PATH"]);
        Assert.DoesNotContain(SudoUser.PathVariable, result.Keys);
    }

    [Theory]
    [InlineData(null, "/run/user/1000")]
    [InlineData("/run/user/0", "/run/user/1000")]
    [InlineData("/own", "/own")]
    public void The_runtime_directory_is_one_of_the_users(string? given, string expected) =>
        Assert.Equal(expected, (given is null ? Environment() : Environment(("XDG_RUNTIME_DIR", given)))["XDG_RUNTIME_DIR"]);

    private static Dictionary<string, string> Environment(params (string Name, string Value)[] variables) =>
        SudoUser.Environment(
            variables.ToDictionary(static v => v.Name, static v => v.Value, StringComparer.Ordinal), Ada, static path => path is "/run/user/1000" or "/own" ? 1000 : path == "/run/user/0" ? 0U : null);

    private static PasswordEntry? Find(uint uid) => uid == 1000 ? Ada : null;
}
