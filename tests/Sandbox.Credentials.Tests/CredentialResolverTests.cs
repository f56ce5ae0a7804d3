using System.Text;
using System.Text.Json;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Credentials.Tests;

public sealed class CredentialResolverTests
{
    private const string LoginPath = "/home/u/.claude/.credentials.json";
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);
    private static readonly string Valid = Login("sk-ant-oat01-file", Now.AddHours(1));

    [Fact]
    public void The_environment_comes_before_the_login_file_in_a_fixed_order()
    {
        Dictionary<string, string> all = new()
        {
            ["ANTHROPIC_AUTH_TOKEN"] = "t3",
            ["ANTHROPIC_API_KEY"] = "t2",
            ["CLAUDE_CODE_OAUTH_TOKEN"] = "t1",
            ["OTHER"] = "t0",
        };
        string[] found = [.. Enumerable.Range(0, 4).Select(_ =>
        {
            Credential credential = Resolve(all, Valid)!;
            all.Remove(credential.Variable);
            return $"{credential.Variable} {credential.Secret.RevealText()} {credential.Source}";
        })];

        Assert.Equal(
            [
                "CLAUDE_CODE_OAUTH_TOKEN t1 environment variable CLAUDE_CODE_OAUTH_TOKEN",
                "ANTHROPIC_API_KEY t2 environment variable ANTHROPIC_API_KEY",
                "ANTHROPIC_AUTH_TOKEN t3 environment variable ANTHROPIC_AUTH_TOKEN",
                $"CLAUDE_CODE_OAUTH_TOKEN sk-ant-oat01-file login file {LoginPath}",
            ],
            found);
    }

    [Fact]
    public void The_login_file_is_not_read_when_the_environment_has_a_token()
    {
        Assert.NotNull(new CredentialResolver(new FixedClock(Now)).Resolve(Only("ANTHROPIC_API_KEY", "k"), new UnreadableLogin()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"claudeAiOauth":null}""")]
    [InlineData("""{"claudeAiOauth":{}}""")]
    [InlineData("""{"mcpOAuth":{"x":{"accessToken":"other"}}}""")]
    public void No_login_anywhere_is_null(string? file) => Assert.Null(Resolve([], file));

    [Theory]
    [InlineData("")]
    [InlineData("sk-CANARY\n")]
    [InlineData("sk-CANARY\r\nX-Evil: 1")]
    [InlineData("sk CANARY")]
    [InlineData(" sk-CANARY")]
    [InlineData("sk-CANARY\t")]
    [InlineData("sk-CANARY\u0001")]
    [InlineData("sk-CANARY\u007f")]
    [InlineData("sk-CANARY\u00a0")]
    [InlineData("sk-CANARY\ufffd")]
    public void A_token_that_no_header_can_carry_is_refused_without_being_echoed(string token)
    {
        foreach (string variable in (string[])["CLAUDE_CODE_OAUTH_TOKEN", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"])
        {
            SandboxException error = Refused(Only(variable, token), Valid);
            Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        }

        Refused([], Login(token, Now.AddHours(1)));
    }

    [Fact]
    public void A_token_of_16_KiB_is_taken_and_a_longer_one_refused()
    {
        Assert.NotNull(Resolve(Only("ANTHROPIC_API_KEY", new string('x', 16384)), null));
        Refused(Only("ANTHROPIC_API_KEY", new string('x', 16385)), null);
        Refused(Only("ANTHROPIC_API_KEY", new string('x', 65536)), null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-100_000)]
    public void An_expired_login_says_what_to_run(int seconds)
    {
        SandboxException error = Refused([], Login("sk-CANARY", Now.AddSeconds(seconds)));

        Assert.Contains("expired", error.Message, StringComparison.Ordinal);
        Assert.Contains("run `claude` once outside", error.Message, StringComparison.Ordinal);
        Assert.Contains("claude setup-token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_login_carries_its_expiry_and_one_without_is_taken_as_it_is()
    {
        Assert.Equal(Now.AddHours(1), Resolve([], Valid)!.ExpiresAt);
        Assert.Null(Resolve([], """{"claudeAiOauth":{"accessToken":"t"}}""")!.ExpiresAt);
        Assert.Null(Resolve([], """{"claudeAiOauth":{"accessToken":"t","expiresAt":null}}""")!.ExpiresAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-CANARY")]
    [InlineData("[]")]
    [InlineData("\"sk-CANARY\"")]
    [InlineData("""{"claudeAiOauth":"sk-CANARY"}""")]
    [InlineData("""{"claudeAiOauth":{"accessToken":["sk-CANARY"]}}""")]
    [InlineData("""{"claudeAiOauth":{"accessToken":"\ud800sk-CANARY"}}""")]
    [InlineData("""{"claudeAiOauth":{"accessToken":"sk-CANARY","expiresAt":"soon"}}""")]
    [InlineData("""{"claudeAiOauth":{"accessToken":"sk-CANARY","expiresAt":-1}}""")]
    [InlineData("""{"claudeAiOauth":{"accessToken":"sk-CANARY","expiresAt":1e300}}""")]
    [InlineData("""{"claudeAiOauth":{"accessToken":"sk-CANARY","expiresAt":99999999999999999999}}""")]
    public void A_malformed_login_is_an_error_that_echoes_nothing_of_it(string file) => Refused([], file);

    private static Credential? Resolve(Dictionary<string, string> environment, string? file) =>
        new CredentialResolver(new FixedClock(Now)).Resolve(environment, new TextLogin(file));

    private static SandboxException Refused(Dictionary<string, string> environment, string? file)
    {
        SandboxException error = Assert.Throws<SandboxException>(() => Resolve(environment, file));
        Assert.Equal(ErrorCode.Credential, error.Code);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.True(char.IsLower(error.Message[0]) && error.Message[^1] != '.');
        return error;
    }

    private static Dictionary<string, string> Only(string name, string value) => new() { [name] = value };

    private static string Login(string token, DateTimeOffset expiry) =>
        $$$"""
        {"claudeAiOauth":{"accessToken":{{{JsonSerializer.Serialize(token)}}},"refreshToken":"r","expiresAt":{{{expiry.ToUnixTimeMilliseconds()}}}}}
        """;

    private sealed class TextLogin(string? text) : ILoginFile
    {
        public string Path => LoginPath;

        public byte[]? Read() => text is null ? null : Encoding.UTF8.GetBytes(text);
    }

    private sealed class UnreadableLogin : ILoginFile
    {
        public string Path => LoginPath;

        public byte[]? Read() => throw new InvalidOperationException("must not be read");
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
