using System.Text;
using Sandbox.Core.Forwards;

namespace Sandbox.Core.Tests.Forwards;

public sealed class GitConfigFilterTests
{
    [Fact]
    public void Identity_and_aliases_go_in() =>
        Assert.Equal(
            "[user]\n\tname = Ada\n\temail = ada@example.org\n[alias]\n\tst = status\n",
            Filter("[user]\n\tname = Ada\n\temail = ada@example.org\n[alias]\n\tst = status\n"));

    [Theory]
    [InlineData("[http \"https://github.com/\"]\n\textraheader = AUTHORIZATION: basic CANARY\n")]
    [InlineData("[HTTP]\n\tExtraHeader = CANARY\n")]
    [InlineData("[credential]\n\thelper = \"!echo password=CANARY\"\n")]
    [InlineData("[credential \"https://x\"]\n\tusername = CANARY\n")]
    [InlineData("[url \"https://me:CANARY@github.com/\"]\n\tinsteadOf = https://github.com/\n")]
    [InlineData("[http]\n\tproxy = http://me:CANARY@proxy:3128\n")]
    [InlineData("[includeIf \"gitdir:~/work/\"]\n\tpath = CANARY\n")]
    [InlineData("[sendemail]\n\tsmtppass = CANARY\n")]
    [InlineData("[github]\n\ttoken = CANARY\n")]
    [InlineData("[http]\n\tcookiefile = CAN\\\nARY-CANARY\n")]
    public void What_holds_or_fetches_a_credential_stays_outside(string secret)
    {
        string filtered = Filter("[core]\n\tautocrlf = false\n" + secret + "[user]\n\tname = Ada\n");
        Assert.DoesNotContain("CANARY", filtered, StringComparison.Ordinal);
        Assert.Contains("autocrlf = false", filtered, StringComparison.Ordinal);
        Assert.Contains("name = Ada", filtered, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rewrite_to_ssh_names_a_user_but_no_secret() =>
        Assert.Contains("ssh://git@github.com", Filter("[url \"ssh://git@github.com/\"]\n\tinsteadOf = https://github.com/\n"), StringComparison.Ordinal);

    private static string Filter(string text) => Encoding.UTF8.GetString(GitConfigFilter.Apply(Encoding.UTF8.GetBytes(text)));
}
